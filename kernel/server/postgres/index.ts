export { PostgresError } from './errors.ts';
export type { PostgresFailure } from './errors.ts';
export { startEmbeddedPostgres } from './supervisor.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions, PostgresState } from './supervisor.ts';
