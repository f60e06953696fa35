import { rule, signedIn } from '@e-code/kernel/server';
import type { AccessRule } from '@e-code/kernel/server';
import { inboxChannel } from '../contract/index.ts';

export const access: Record<string, AccessRule> = {
  'notifications.own': signedIn(),
  'notifications.listen': rule({
    says: 'The person whose inbox it is',
    fields: inboxChannel.key,
    decide: ({ input, person }) => (person.id === input.personId ? { kind: 'allow' } : { kind: 'not_found' }),
  }),
};
