import { programRule } from '@e-code/kernel/server';
import type { AccessRule } from '@e-code/kernel/server';
import { z } from 'zod';

export const access: Record<string, AccessRule> = {
  'key_value.use': programRule({
    says: 'Programs in the sandbox of the project that the token in the address is for',
    fields: z.object({ projectId: z.string() }),
    decide: ({ input, program }) => (program.subject === input.projectId ? { kind: 'allow' } : { kind: 'not_found' }),
  }),
};
