CREATE SCHEMA api_keys;

CREATE TABLE api_keys.keys (
  id text PRIMARY KEY,
  -- SHA-256 of the secret, which is nowhere else.
  token_hash bytea NOT NULL UNIQUE,
  person_id text NOT NULL,
  name text NOT NULL,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  -- Null: all projects of the person.
  project_ids text[],
  created_at timestamptz NOT NULL,
  -- Null: until it is revoked.
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_from text
);
CREATE INDEX keys_person ON api_keys.keys (person_id, created_at);
