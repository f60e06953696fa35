-- The API key with which a person did it, when they did not use a browser.
ALTER TABLE audit.entries ADD COLUMN actor_key text;
