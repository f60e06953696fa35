import { z } from 'zod';

/** What a key may do. Rules of other features name these; `project:…` but for `manage` are what the project host can do. */
export const scope = z.enum(['account:read', 'project:read', 'project:run', 'project:write', 'project:manage']);
export type Scope = z.infer<typeof scope>;
