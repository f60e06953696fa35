import { privateKeyRule, secretRules } from './secret-rules.ts';
import type { SecretRule } from './secret-rules.ts';

/** Where a secret stands. Never what it is. */
export interface Secret {
  readonly rule: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** Absent for what is not committed yet. */
  readonly commit?: string;
}

/** A line that is new, and the new lines right after it as far as they are looked at. */
export interface Line {
  readonly text: string;
  readonly following: readonly string[];
}

/** Lines after the head of a private key among which the key must begin: OpenPGP puts words and an empty line between. */
export const LOOK_AHEAD = 4;

const compiled = secretRules.map((rule) => ({ rule, expression: new RegExp(rule.pattern, 'g') }));
const KEY_BODY = /[A-Za-z0-9+/]{32}|^\s{0,8}Proc-Type:/;
/** Whoever writes a key into a manual says so in the key, or repeats one sign. */
const PLACEHOLDER = /example|placeholder|redacted|your/i;
const LEAST_SIGNS = 8;

/** Kinds of secrets in a line. */
export function secretsIn({ text, following }: Line): SecretRule[] {
  return compiled.flatMap(({ rule, expression }) => {
    for (const { 0: found, index } of text.matchAll(expression)) {
      const isSecret =
        rule === privateKeyRule
          ? [text.slice(index + found.length), ...following].some((body) => KEY_BODY.test(body))
          : !PLACEHOLDER.test(found) && new Set(found).size >= LEAST_SIGNS;
      if (isSecret) return [rule];
    }
    return [];
  });
}
