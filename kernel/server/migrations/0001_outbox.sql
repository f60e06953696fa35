-- Facts that were committed with the change that made them true and wait to be told to the rest of the platform.
CREATE TABLE kernel.outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  payload jsonb NOT NULL,
  actor jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- Subscribers that already have it; a retry must not tell them twice.
  delivered text[] NOT NULL DEFAULT '{}',
  attempts integer NOT NULL DEFAULT 0,
  retry_at timestamptz NOT NULL DEFAULT '-infinity',
  last_error text
);
