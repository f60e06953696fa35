import { z } from 'zod';

/** A name that every shell and every system takes. */
export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

export const environmentSchemas = {
  'environment.set': {
    /** Everything that the project's programs get beside what the sandbox gives them; what is not named is taken away. */
    input: z.object({
      variables: z.record(
        variableName,
        z.string().refine((value) => !value.includes('\0')),
      ),
    }),
    answer: z.object({}),
  },
} as const;
