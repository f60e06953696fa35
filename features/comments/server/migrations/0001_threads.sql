CREATE SCHEMA comments;

CREATE TABLE comments.threads (
  id text PRIMARY KEY,
  -- The order of lists, and what cursors carry.
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  project_id text NOT NULL,
  -- The file, by the identity that the project host gave it; beside the quotation for lists of one file.
  document uuid NOT NULL,
  quotation jsonb NOT NULL,
  resolved_at timestamptz,
  resolved_by text,
  assignee_id text,
  due_on date,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
);
CREATE INDEX threads_project ON comments.threads (project_id, number);
CREATE INDEX threads_document ON comments.threads (project_id, document, number);

CREATE TABLE comments.comments (
  id text PRIMARY KEY,
  -- Two of one moment keep their order.
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  thread_id text NOT NULL REFERENCES comments.threads ON DELETE CASCADE,
  author_id text NOT NULL,
  body text NOT NULL,
  mentions text[] NOT NULL,
  created_at timestamptz NOT NULL,
  edited_at timestamptz,
  deleted_at timestamptz
);
CREATE INDEX comments_thread ON comments.comments (thread_id, number);

-- What a comment said before it was edited.
CREATE TABLE comments.wordings (
  comment_id text NOT NULL REFERENCES comments.comments ON DELETE CASCADE,
  body text NOT NULL,
  replaced_at timestamptz NOT NULL
);
CREATE INDEX wordings_comment ON comments.wordings (comment_id, replaced_at);
