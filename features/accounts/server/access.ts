import { anyone, freshly, operator, rule, signedIn } from '@e-code/kernel/server';
import type { AccessRule } from '@e-code/kernel/server';
import { accountsChannel } from '@e-code/accounts/contract';

/** Minutes for which a proof of identity counts as fresh. */
const FRESH_MINUTES = 10;

export const access: Record<string, AccessRule> = {
  'accounts.set_up': anyone('the one-time link is the permission, and it works once'),
  'accounts.sign_in': anyone('a visitor signs in here; each proof is checked and tries are counted'),
  'accounts.register': anyone('the invitation, or a mail to the address, is the permission'),
  'accounts.provider_answer': anyone('the identity provider sends the visitor back here; the state is checked'),
  'accounts.own': signedIn(),
  'accounts.read_own': signedIn({ scope: 'account:read', reach: 'person' }),
  'accounts.own_fresh': freshly(FRESH_MINUTES, signedIn()),
  'accounts.operate': operator(),
  'accounts.operate_fresh': freshly(FRESH_MINUTES, operator()),
  'accounts.listen': rule({
    says: 'The person whose account it is',
    fields: accountsChannel.key,
    decide: ({ person, input }) => (person.id === input.personId ? { kind: 'allow' } : { kind: 'not_found' }),
  }),
};
