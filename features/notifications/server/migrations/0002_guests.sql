-- The name of somebody without an account, who is not there to be asked for it later.
ALTER TABLE notifications.notifications ADD COLUMN actor_name text;
