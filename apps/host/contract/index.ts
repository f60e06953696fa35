import { debugSchemas } from './debug.ts';
import { documentSchemas } from './documents.ts';
import { environmentSchemas } from './environment.ts';
import { fileSchemas } from './files.ts';
import { historySchemas } from './history.ts';
import { languageSchemas } from './languages.ts';
import { pagerSchemas } from './pager.ts';
import { quotationSchemas } from './quotations.ts';
import type { Route, RouteName } from './routes.ts';
import { runSchemas } from './runs.ts';
import { gitSchemas } from './git.ts';
import { lfsSchemas } from './lfs.ts';
import { repositorySchemas } from './repository.ts';
import { searchSchemas } from './search.ts';
import { sqliteSchemas } from './sqlite.ts';
import { workspaceSchemas } from './workspace.ts';
import type { z } from 'zod';

export * from './capabilities.ts';
export * from './debug.ts';
export * from './documents.ts';
export * from './environment.ts';
export * from './errors.ts';
export * from './files.ts';
export * from './frames.ts';
export * from './git.ts';
export { refNamePattern } from './ref-name.ts';
export * from './history.ts';
export * from './idle-run.ts';
export * from './languages.ts';
export * from './lfs.ts';
export * from './messages.ts';
export * from './pager.ts';
export * from './presence.ts';
export * from './push-report.ts';
export * from './quotations.ts';
export * from './routes.ts';
export * from './runs.ts';
export * from './search.ts';
export * from './sqlite.ts';
export * from './start.ts';
export * from './stream.ts';
export * from './workspace.ts';

/** Input (query or JSON body) and answer of every route. */
export const routeSchemas = {
  ...debugSchemas,
  ...documentSchemas,
  ...environmentSchemas,
  ...fileSchemas,
  ...historySchemas,
  ...languageSchemas,
  ...pagerSchemas,
  ...quotationSchemas,
  ...runSchemas,
  ...gitSchemas,
  ...repositorySchemas,
  ...lfsSchemas,
  ...searchSchemas,
  ...sqliteSchemas,
  ...workspaceSchemas,
} satisfies Record<RouteName, { input: z.ZodType; answer: z.ZodType }>;
export type RouteSchemas = typeof routeSchemas;
/** What a caller writes (defaults may be left out) and what the host sees. */
export type RouteInput<Name extends RouteName> = z.input<RouteSchemas[Name]['input']>;
export type ParsedInput<Name extends RouteName> = z.output<RouteSchemas[Name]['input']>;
export type RouteAnswer<Name extends RouteName> = z.output<RouteSchemas[Name]['answer']>;
export type { Route };
