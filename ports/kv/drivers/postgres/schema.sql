CREATE SCHEMA IF NOT EXISTS kv;

CREATE TABLE IF NOT EXISTS kv.spaces (
  id text PRIMARY KEY,
  keys bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  -- Counts the writes; never falls.
  revision bigint NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS kv.entries (
  space text NOT NULL REFERENCES kv.spaces ON DELETE CASCADE,
  -- Bytes of UTF-8, which sort alike on every machine.
  key bytea NOT NULL,
  value bytea NOT NULL,
  revision bigint NOT NULL,
  -- Milliseconds since 1970.
  expires_at bigint,
  PRIMARY KEY (space, key)
);

CREATE INDEX IF NOT EXISTS entries_expiry ON kv.entries (expires_at) WHERE expires_at IS NOT NULL;
