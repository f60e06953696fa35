CREATE SCHEMA key_value;

-- Where the programs of a project find its store. The token is a capability: sealed to be handed out again, hashed to be
-- found. The one before it works until it is forgotten, because clients look for a new one once an hour.
CREATE TABLE key_value.addresses (
  space text PRIMARY KEY,
  project_id text NOT NULL,
  environment text NOT NULL,
  token_sealed bytea NOT NULL,
  token_hash text NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  former_hash text UNIQUE,
  former_until timestamptz,
  UNIQUE (project_id, environment),
  CHECK ((former_hash IS NULL) = (former_until IS NULL))
);

-- What people deleted by hand, for a week.
CREATE TABLE key_value.removals (
  id text PRIMARY KEY,
  space text NOT NULL,
  removed_at timestamptz NOT NULL
);
CREATE INDEX removals_removed_at ON key_value.removals (removed_at);

CREATE TABLE key_value.removed_entries (
  removal_id text NOT NULL REFERENCES key_value.removals ON DELETE CASCADE,
  key bytea NOT NULL,
  value bytea NOT NULL,
  -- Milliseconds since 1970.
  expires_at bigint,
  PRIMARY KEY (removal_id, key)
);
