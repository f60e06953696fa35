CREATE SCHEMA git;

CREATE TABLE git.ssh_keys (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  -- SHA-256 of the public key. A key says who comes, so it belongs to one person.
  fingerprint text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  last_used_from text
);
CREATE INDEX ssh_keys_person ON git.ssh_keys (person_id, created_at);
