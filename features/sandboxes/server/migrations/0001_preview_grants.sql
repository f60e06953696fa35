CREATE SCHEMA sandboxes;

-- Which browsers may see which previews, by the hash of the cookie's value.
CREATE TABLE sandboxes.preview_grants (
  token_hash bytea PRIMARY KEY,
  label text NOT NULL,
  project_id text NOT NULL,
  person_id text NOT NULL,
  person_name text NOT NULL,
  session_id text NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX preview_grants_by_session ON sandboxes.preview_grants (session_id);
