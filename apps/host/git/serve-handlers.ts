import type { Host } from '../host.ts';
import { HostError, toHostError } from '../failure.ts';
import type { Call, HandlersOf } from '../routes.ts';
import { tryGit } from './run-git.ts';
import { receive } from './serve-push.ts';
import { advertise, exchange } from './serve.ts';

type Handlers = HandlersOf<'repository'>;
type Answering = Pick<Call<'repository.fetch'>, 'request' | 'response'>;

/** The routes under /repository: the project as a repository for git clients. */
export const repositoryHandlers = (host: Host): Handlers => ({
  'repository.fetchRefs': (call) =>
    inSentences(call, async () => {
      await requireRepository(host.root);
      await advertise({ root: host.root, service: 'upload-pack', settings: [], ...streamsOf(call) });
    }),
  'repository.fetch': (call) =>
    inSentences(call, async () => {
      await requireRepository(host.root);
      await exchange({ root: host.root, service: 'upload-pack', settings: [], ...streamsOf(call) });
    }),
  'repository.pushRefs': (call) =>
    inSentences(call, async () => {
      await makeRepository(host.root);
      const settings = ['receive.advertisePushOptions=true'];
      await advertise({ root: host.root, service: 'receive-pack', settings, ...streamsOf(call) });
    }),
  'repository.push': (call) =>
    inSentences(call, async () => {
      await requireRepository(host.root);
      await receive(host, call.actor, streamsOf(call));
    }),
  'repository.fetchSession': (call) =>
    inSentences(call, async () => {
      await requireRepository(host.root);
      await exchange({ root: host.root, service: 'upload-pack', settings: [], conversation: true, ...streamsOf(call) });
    }),
  'repository.pushSession': (call) =>
    inSentences(call, async () => {
      await makeRepository(host.root);
      await receive(host, call.actor, { conversation: true, ...streamsOf(call) });
    }),
});

const streamsOf = ({ request, response }: Answering): Answering => ({ request, response });

/** Git shows people what it is told in plain text, and nothing else. */
async function inSentences({ request, response }: Answering, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { status, message, extra } = toHostError(error);
    if (response.headersSent || response.destroyed) return void response.destroy();
    if (!request.complete) request.resume();
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`${[message, extra.details].filter(Boolean).join(' ')}\n`);
  }
}

const isRepository = async (root: string): Promise<boolean> => {
  const { code, out } = await tryGit({ root, words: ['rev-parse', '--show-prefix'] });
  // A repository around the project would be somebody else's.
  return code === 0 && out.toString().trim() === '';
};

async function requireRepository(root: string): Promise<void> {
  if (!(await isRepository(root))) throw new HostError('git_no_repository');
}

/** The first push makes the repository, as it does where repositories are made by pushing. */
async function makeRepository(root: string): Promise<void> {
  if (!(await isRepository(root))) await tryGit({ root, words: ['init', '--quiet', '--initial-branch=main'] });
}
