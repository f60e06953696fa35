/** What can go wrong with the embedded PostgreSQL. Each message says what happened, why and what to do. */
export type PostgresFailure =
  | 'postgres_platform_unsupported'
  | 'postgres_in_use'
  | 'postgres_version_mismatch'
  | 'postgres_owner_mismatch'
  | 'postgres_directory_unsafe'
  | 'postgres_confinement_refused'
  | 'postgres_initialisation_failed'
  | 'postgres_start_failed';

export class PostgresError extends Error {
  readonly code: PostgresFailure;

  constructor(code: PostgresFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostgresError';
    this.code = code;
  }
}
