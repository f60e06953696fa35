-- Where a person said that a thread belongs since. What was quoted when it began stays as it was.
ALTER TABLE comments.threads ADD COLUMN attached jsonb;
