CREATE SCHEMA accounts;

CREATE TABLE accounts.people (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  -- The address as two spellings of it are compared.
  email_key text NOT NULL UNIQUE,
  email_verified_at timestamptz,
  operator boolean NOT NULL DEFAULT false,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL
);

-- One row at most: whoever inserts it has claimed the installation, and a second insert cannot happen.
CREATE TABLE accounts.ownership (
  sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
  person_id text NOT NULL REFERENCES accounts.people (id)
);

CREATE TABLE accounts.passwords (
  person_id text PRIMARY KEY REFERENCES accounts.people (id) ON DELETE CASCADE,
  hash text NOT NULL,
  changed_at timestamptz NOT NULL
);

CREATE TABLE accounts.sessions (
  id text PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  person_id text NOT NULL REFERENCES accounts.people (id) ON DELETE CASCADE,
  method text NOT NULL,
  address text NOT NULL,
  agent text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  authenticated_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_person ON accounts.sessions (person_id);
CREATE INDEX sessions_expiry ON accounts.sessions (expires_at);

CREATE TABLE accounts.authenticators (
  person_id text PRIMARY KEY REFERENCES accounts.people (id) ON DELETE CASCADE,
  sealed_secret bytea NOT NULL,
  confirmed_at timestamptz,
  -- The time step of the last code that was accepted: each code works once.
  last_step bigint NOT NULL DEFAULT 0
);

CREATE TABLE accounts.recovery_codes (
  person_id text NOT NULL REFERENCES accounts.people (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE accounts.passkeys (
  id text PRIMARY KEY,
  person_id text NOT NULL REFERENCES accounts.people (id) ON DELETE CASCADE,
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  synced boolean NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkeys_person ON accounts.passkeys (person_id);

CREATE TABLE accounts.identities (
  id text PRIMARY KEY,
  person_id text NOT NULL REFERENCES accounts.people (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  subject text NOT NULL,
  email text,
  created_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_person ON accounts.identities (person_id);

-- Secrets that were handed out and work once: links in mails, tickets between two steps, challenges.
CREATE TABLE accounts.tokens (
  token_hash bytea PRIMARY KEY,
  purpose text NOT NULL,
  person_id text REFERENCES accounts.people (id) ON DELETE CASCADE,
  data jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX tokens_expiry ON accounts.tokens (expires_at);
CREATE INDEX tokens_person ON accounts.tokens (person_id, purpose);

CREATE TABLE accounts.invitations (
  id text PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  email text NOT NULL,
  invited_by text NOT NULL REFERENCES accounts.people (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Tries by account and by network. Losing it in a crash only forgets waits, so it is not written ahead.
CREATE UNLOGGED TABLE accounts.throttles (
  key text PRIMARY KEY,
  tries integer NOT NULL,
  open_at timestamptz NOT NULL,
  tried_at timestamptz NOT NULL
);
