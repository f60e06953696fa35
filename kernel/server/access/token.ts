import type { z } from 'zod';
import { kernelErrors } from '@e-code/kernel/contract';
import type { Failure } from '@e-code/kernel/contract';
import type { Sql } from '../database/connect.ts';
import type { Actor } from './actor.ts';

/** How tokens of this product begin, so that they are told from the credentials of a proxy in front, and found in code. */
export const TOKEN_PREFIX = 'ecode_';

/** What a token lets its bearer do in the name of a person. */
export interface TokenGrant {
  scopes: readonly string[];
  /** What it is limited to, such as projects, by identifier; undefined: all that the person reaches. */
  subjects: readonly string[] | undefined;
}

/**
 * On which terms a token may do what a rule guards.
 * `person`: it is about the person alone, so a limit to subjects does not matter. `everything`: it is about no one
 * subject, so it needs a token without limit. A function names the subject.
 */
export interface TokenTerms<Input = unknown> {
  scope: string | ((input: Input) => string | undefined);
  reach:
    | 'person'
    | 'everything'
    | ((asked: { input: Input; sql: Sql }) => string | undefined | Promise<string | undefined>);
}

/** Terms over what a schema reads, as terms over whatever was asked. */
export function parseTerms<Fields extends z.ZodType>(
  fields: Fields,
  { scope, reach }: TokenTerms<z.output<Fields>>,
): TokenTerms {
  return {
    scope: typeof scope === 'string' ? scope : (input) => scope(fields.parse(input)),
    reach: typeof reach === 'string' ? reach : ({ input, sql }) => reach({ sql, input: fields.parse(input) }),
  };
}

/**
 * What speaks against doing this with a token. Decided before the rule: a token without the scope learns nothing, and
 * what lies outside its limit looks absent.
 */
export async function refuseToken(
  terms: TokenTerms | 'always' | undefined,
  { actor, input, sql }: { actor: Actor; input: unknown; sql: Sql },
): Promise<Failure | undefined> {
  const grant = grantOf(actor);
  if (grant === undefined || terms === 'always') return undefined;
  if (terms === undefined) return kernelErrors.token_not_accepted();
  const scope = typeof terms.scope === 'string' ? terms.scope : terms.scope(input);
  if (scope === undefined) return kernelErrors.not_found();
  if (!grant.scopes.includes(scope)) return kernelErrors.token_scope_missing({ scope });
  if (grant.subjects === undefined || terms.reach === 'person') return undefined;
  if (terms.reach === 'everything') return kernelErrors.token_limited();
  const subject = await terms.reach({ input, sql });
  return subject !== undefined && grant.subjects.includes(subject) ? undefined : kernelErrors.not_found();
}

/** Whether the actor's token, if it came with one, has a scope. For what is decided beyond the rule of an address. */
export function hasScope(actor: Actor, scope: string): boolean {
  const grant = grantOf(actor);
  return grant === undefined || grant.scopes.includes(scope);
}

function grantOf(actor: Actor): TokenGrant | undefined {
  return actor.kind === 'person' ? actor.token : undefined;
}
