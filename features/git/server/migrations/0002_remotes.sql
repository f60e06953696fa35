CREATE TABLE git.remotes (
  id text PRIMARY KEY,
  project_id text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  -- none, token or key
  credential text NOT NULL,
  -- The name that goes with a token.
  user_name text,
  -- The token, or the private half of a deploy key in PKCS #8; opened for one operation at a time.
  sealed_secret bytea,
  public_key text,
  -- Lines of a known_hosts file: keys that were seen first, and are held to.
  known_hosts text NOT NULL DEFAULT '',
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  last_used_at timestamptz,
  last_problem text,
  UNIQUE (project_id, name)
);
