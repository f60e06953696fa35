CREATE SCHEMA notifications;

CREATE TABLE notifications.notifications (
  id text PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  person_id text NOT NULL,
  kind text NOT NULL,
  actor_id text NOT NULL,
  project_id text NOT NULL,
  project_name text NOT NULL,
  -- What it is about, such as a thread: whoever looks at that has read all about it.
  subject text NOT NULL,
  title text NOT NULL,
  excerpt text NOT NULL,
  address text NOT NULL,
  created_at timestamptz NOT NULL,
  -- By what the person wanted when it happened.
  in_inbox boolean NOT NULL,
  mail text NOT NULL CHECK (mail IN ('none', 'waiting', 'sent', 'not_needed')),
  read_at timestamptz,
  done_at timestamptz
);
CREATE INDEX notifications_inbox ON notifications.notifications (person_id, number) WHERE in_inbox;
CREATE INDEX notifications_unread ON notifications.notifications (person_id)
  WHERE in_inbox AND read_at IS NULL AND done_at IS NULL;
CREATE INDEX notifications_subject ON notifications.notifications (person_id, subject) WHERE read_at IS NULL;
CREATE INDEX notifications_mail ON notifications.notifications (person_id) WHERE mail = 'waiting';
CREATE INDEX notifications_project ON notifications.notifications (project_id, person_id);

-- Only what somebody decided; everything else is as usual.
CREATE TABLE notifications.ways (
  person_id text NOT NULL,
  kind text NOT NULL,
  inbox boolean NOT NULL,
  mail boolean NOT NULL,
  PRIMARY KEY (person_id, kind)
);
