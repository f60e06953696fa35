import { safeParse, type $ZodType, type output } from 'zod/v4/core';

export type Parsed<Values> =
  | { readonly ok: true; readonly values: Values; readonly errors: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/** Checks values with a schema. Errors are keyed by the field's name, the first message of each; `''` is the whole form. */
export function parse<Schema extends $ZodType>(schema: Schema, values: unknown): Parsed<output<Schema>> {
  const result = safeParse(schema, values);
  if (result.success) return { ok: true, values: result.data, errors: {} };
  const errors: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? '');
    errors[name] ??= issue.message;
  }
  return { ok: false, errors };
}
