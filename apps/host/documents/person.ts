import type { Actor } from '../contract/capabilities.ts';
import type { ChangeOrigin } from '../contract/documents.ts';

type Person = Extract<ChangeOrigin, { kind: 'person' }>;

/** The person who acts, as the author of a change. */
export const personOf = ({ id, name }: Actor): Person => ({ kind: 'person', id, name });
