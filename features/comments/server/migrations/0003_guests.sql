-- Guests who wrote or resolved something. The row of their visit goes with the link; what they said keeps their name.
CREATE TABLE comments.guests (
  id text PRIMARY KEY,
  project_id text NOT NULL,
  name text NOT NULL
);
CREATE INDEX guests_project ON comments.guests (project_id);
