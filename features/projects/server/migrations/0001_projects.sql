CREATE SCHEMA projects;

-- Which volumes exist or may exist. The row is committed before the volume is made and goes after it is gone, so that
-- whatever a crash leaves behind is known, and no two volumes share a range of user ids.
CREATE TABLE projects.volumes (
  ordinal integer PRIMARY KEY CHECK (ordinal BETWEEN 1 AND 64000),
  volume text NOT NULL UNIQUE,
  claimed_at timestamptz NOT NULL
);

-- Goes round: a number is given again only after all others, as files of its range of user ids may still be somewhere.
CREATE SEQUENCE projects.ordinals MINVALUE 1 MAXVALUE 64000 CYCLE;

CREATE TABLE projects.projects (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  visibility text NOT NULL DEFAULT 'private' CHECK (visibility IN ('private', 'unlisted', 'public')),
  language text NOT NULL,
  template text NOT NULL,
  owner_id text NOT NULL,
  -- Not a reference: the lineage outlives the source.
  forked_from text,
  -- Milliseconds are what cursors carry; finer times would let a page skip or repeat a row.
  created_at timestamptz(3) NOT NULL,
  active_at timestamptz(3) NOT NULL,
  trashed_at timestamptz(3)
);

-- A list is a walk along one of these from its end; `id` makes the order total.
CREATE INDEX projects_active ON projects.projects (owner_id, active_at, id) WHERE trashed_at IS NULL;
CREATE INDEX projects_created ON projects.projects (owner_id, created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX projects_trashed ON projects.projects (owner_id, trashed_at, id) WHERE trashed_at IS NOT NULL;

-- Also the order by name. The trash may hold any number of projects of one name.
CREATE UNIQUE INDEX projects_name ON projects.projects (owner_id, lower(name)) WHERE trashed_at IS NULL;

-- Every address that leads to a project, the present one among them. None is given to another project.
CREATE TABLE projects.addresses (
  slug text PRIMARY KEY,
  -- Deferred: an address is taken before the project that gets it is written.
  project_id text NOT NULL REFERENCES projects.projects ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX addresses_project ON projects.addresses (project_id);

-- Who works in a project beside its owner.
CREATE TABLE projects.members (
  project_id text NOT NULL REFERENCES projects.projects ON DELETE CASCADE,
  person_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('editor', 'runner', 'viewer')),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, project_id)
);
CREATE INDEX members_project ON projects.members (project_id);
