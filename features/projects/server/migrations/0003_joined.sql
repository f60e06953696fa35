-- People with an account come by links too, as themselves: they need no cookie beside that of their session.
ALTER TABLE projects.guests ALTER COLUMN cookie_hash DROP NOT NULL;
ALTER TABLE projects.guests ADD COLUMN person_id text;
ALTER TABLE projects.guests ADD CHECK ((cookie_hash IS NULL) <> (person_id IS NULL));
CREATE UNIQUE INDEX guests_person ON projects.guests (person_id, link_id);
