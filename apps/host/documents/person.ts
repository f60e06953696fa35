import type { Actor } from '../contract/capabilities.ts';
import type { ChangeOrigin } from '../contract/documents.ts';

export const personOf = ({ id, name }: Actor): ChangeOrigin => ({ kind: 'person', id, name });
