import { z } from 'zod';

/**
 * The smart protocols of git: bodies and answers are git's own, so there is nothing to describe but that. A session is the
 * protocol of SSH, in which both sides speak at once; the others are that of HTTP.
 */
const streamed = { input: z.object({}), answer: z.unknown() };

export const repositorySchemas = {
  'repository.fetchRefs': streamed,
  'repository.fetch': streamed,
  'repository.pushRefs': streamed,
  'repository.push': streamed,
  'repository.fetchSession': streamed,
  'repository.pushSession': streamed,
};
