CREATE SCHEMA audit;

CREATE TABLE audit.entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The outbox's number: what is told twice is written once.
  occurrence bigint NOT NULL UNIQUE,
  at timestamptz NOT NULL,
  event text NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  address text,
  agent text,
  payload jsonb NOT NULL
);
CREATE INDEX entries_event ON audit.entries (event text_pattern_ops, id);
CREATE INDEX entries_actor ON audit.entries (actor_id, id);
CREATE INDEX entries_at ON audit.entries (at);

-- Append-only for the platform itself: a defect or a stolen session cannot change what was written.
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
