import { z } from 'zod';
import { SandboxError } from '../../port.ts';

/** Checks what a caller gave. Rejects with `sandbox_spec_invalid` and a sentence that names the field. */
export function parseSpec<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SandboxError('sandbox_spec_invalid', `The description is not valid: ${z.prettifyError(parsed.error)}`);
}
