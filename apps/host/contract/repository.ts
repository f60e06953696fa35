import { z } from 'zod';

/** The smart HTTP protocol of git: bodies and answers are git's own, so there is nothing to describe but that. */
const streamed = { input: z.object({}), answer: z.unknown() };

export const repositorySchemas = {
  'repository.fetchRefs': streamed,
  'repository.fetch': streamed,
  'repository.pushRefs': streamed,
  'repository.push': streamed,
};
