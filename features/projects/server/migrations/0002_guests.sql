-- Links that let people without an account into one project. Only the hash of what stands behind the # is kept.
CREATE TABLE projects.guest_links (
  id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects.projects ON DELETE CASCADE,
  secret_hash bytea NOT NULL UNIQUE,
  permission text NOT NULL CHECK (permission IN ('view', 'edit', 'edit_and_run')),
  asks_name boolean NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX guest_links_project ON projects.guest_links (project_id, created_at);

-- Who came by a link. A guest is here for as long as the link is: the row goes with it, and so does every right.
CREATE TABLE projects.guests (
  id text PRIMARY KEY,
  link_id text NOT NULL REFERENCES projects.guest_links ON DELETE CASCADE,
  name text NOT NULL,
  cookie_hash bytea NOT NULL UNIQUE,
  entered_at timestamptz(3) NOT NULL
);
CREATE INDEX guests_link ON projects.guests (link_id, entered_at);
