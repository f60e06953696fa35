import { remotesContract, type Remote } from '@e-code/git/contract';
import type { RouteAnswer } from '@e-code/host/contract';
import { createClient, request, toast, toProblem } from '@e-code/kernel/web';
import { HostProblem, toHostProblem } from '../../host/problem.ts';
import { Store } from '../../parts/store.ts';
import type { Repository } from '../repository.ts';
import { t } from './texts.ts';

type KeptDetails = NonNullable<Remote['details']>;
type Distance = RouteAnswer<'git.remotes'>['remotes'][number]['distance'];

/** Whether both sides have commits that the other one has not. */
export const isDiverged = (distance: Distance): boolean =>
  distance !== null && distance.ahead > 0 && distance.behind > 0;

/** A remote as both know it: the platform, which keeps credentials, and the repository. */
export interface KnownRemote {
  readonly name: string;
  readonly address: string;
  /** Undefined when only the repository has it. */
  readonly id: string | undefined;
  readonly details: KeptDetails | undefined;
  readonly distance: Distance;
}

export type Listed =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly sentence: string }
  | { readonly kind: 'ready'; readonly remotes: readonly KnownRemote[] };

/** A fetch of a large repository takes its time; milliseconds. */
const transferTime = 30 * 60_000;

export const remotesClient = createClient(remotesContract);

/** The remotes of a project, and what is done with them. */
export class RemoteBook {
  readonly repository: Repository;
  readonly listed = new Store<Listed>({ kind: 'loading' });

  constructor(repository: Repository) {
    this.repository = repository;
    const { socket } = repository.workspace;
    socket.on('operation.progress', ({ operation, stage, percent }) => {
      const { name } = repository.transfer.get() ?? {};
      if (name === undefined || operation !== this.#operation) return;
      repository.transfer.set({ name, stage, value: percent === null ? null : percent / 100 });
    });
  }

  #operation = '';

  get projectId(): string {
    return this.repository.workspace.project.id;
  }

  /** Reads both lists again. */
  async load(): Promise<void> {
    try {
      const [kept, known] = await Promise.all([this.#readKept(), this.#readKnown()]);
      this.listed.set({ kind: 'ready', remotes: join(kept, known) });
    } catch (error) {
      this.listed.set({ kind: 'problem', sentence: asHostProblem(error).message });
    }
  }

  /** @returns undefined for a name that neither the platform nor the repository has */
  async find(name: string): Promise<KnownRemote | undefined> {
    await this.load();
    const listed = this.listed.get();
    return listed.kind === 'ready' ? listed.remotes.find((remote) => remote.name === name) : undefined;
  }

  async tryOut(remote: KnownRemote): Promise<void> {
    const answer = await this.#act(remote.name, () => this.#post(remote, 'try', {}));
    if (answer) toast.success(t('answers', { name: remote.name, count: Number(answer['branches']) }));
  }

  async fetch(remote: KnownRemote): Promise<void> {
    const { client } = this.repository;
    const { name } = remote;
    const answer = await this.#act(name, (operation) =>
      remote.id === undefined
        ? client.ask('git.fetch', { remote: name, operation }, undefined, transferTime)
        : this.#post(remote, 'fetch', { operation }),
    );
    if (answer) toast.success(t('fetched', { name }));
  }

  async pull(remote: KnownRemote, branch: string, rebase = false): Promise<void> {
    const { client } = this.repository;
    const { name } = remote;
    await this.repository.step(
      () =>
        this.#working(name, async (operation) => {
          const asked = { branch, rebase, operation };
          if (remote.id === undefined) {
            return client.ask('git.pull', { remote: name, ...asked }, undefined, transferTime);
          }
          return (await this.#post(remote, 'pull', asked)) as { conflicts: string[]; said: string };
        }),
      t('pulled', { name }),
    );
    await this.load();
  }

  /** @param replace the commit that a person saw there and agreed to lose */
  async push(remote: KnownRemote, branch: string, replace?: string): Promise<void> {
    const { client } = this.repository;
    const { name } = remote;
    const answer = await this.#act(name, (operation) => {
      const asked = { branch, operation, ...(replace !== undefined && { replace }) };
      return remote.id === undefined
        ? client.ask('git.push', { remote: name, ...asked }, undefined, transferTime)
        : this.#post(remote, 'push', asked);
    });
    if (answer) toast.success(t('pushed', { branch, name }), said(answer));
  }

  /** Takes a remote from the platform and from the repository. */
  async remove({ id, name }: KnownRemote): Promise<void> {
    const { client } = this.repository;
    if (id !== undefined) await remotesClient.removeRemote({ projectId: this.projectId, remoteId: id });
    const known = (await this.#readKnown()).some((remote) => remote.name === name);
    if (known) await client.ask('git.removeRemote', { name });
    toast.success(t('removed', { name }));
    await Promise.all([this.load(), this.repository.refresh()]);
  }

  /** Git in a terminal knows the remote by the same name and address, once there is a repository. */
  async tellRepository(name: string, url: string): Promise<void> {
    const { client } = this.repository;
    const state = await client.ask('git.state', {});
    if (state.repository) await client.ask('git.setRemote', { name, url });
    await Promise.all([this.load(), this.repository.refresh()]);
  }

  async #act<Answer>(name: string, work: (operation: string) => Promise<Answer>): Promise<Answer | undefined> {
    const answer = await this.repository.act(() => this.#working(name, work));
    await this.load();
    return answer;
  }

  async #working<Answer>(name: string, work: (operation: string) => Promise<Answer>): Promise<Answer> {
    this.#operation = crypto.randomUUID();
    this.repository.transfer.set({ name, stage: t('working', { name }), value: null });
    try {
      return await work(this.#operation);
    } catch (error) {
      throw asHostProblem(error);
    } finally {
      this.repository.transfer.set(undefined);
    }
  }

  /** The typed client gives up after 30 seconds, and a transfer may take longer. */
  async #post({ id = '' }: KnownRemote, verb: string, body: object): Promise<Record<string, unknown>> {
    const response = await request(`/api/projects/${this.projectId}/remotes/${id}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(transferTime),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  /** Guests and people who only look on get no more than the repository says. */
  async #readKept(): Promise<readonly Remote[]> {
    const { rights, project } = this.repository.workspace;
    if (!rights.git || project.guest) return [];
    return (await remotesClient.listRemotes({ projectId: this.projectId })).remotes;
  }

  async #readKnown(): Promise<RouteAnswer<'git.remotes'>['remotes']> {
    const { client } = this.repository;
    const state = await client.ask('git.state', {});
    return state.repository ? (await client.ask('git.remotes', {})).remotes : [];
  }
}

function join(kept: readonly Remote[], known: RouteAnswer<'git.remotes'>['remotes']): KnownRemote[] {
  const ours = kept.flatMap(({ id, name, details }): KnownRemote[] => {
    if (details === null) return [];
    const distance = known.find((remote) => remote.name === name)?.distance ?? null;
    return [{ id, name, address: details.address, details, distance }];
  });
  const names = new Set(ours.map(({ name }) => name));
  const others = known.filter(({ name }) => !names.has(name));
  return [
    ...ours,
    ...others.map(({ name, url, distance }) => ({ name, address: url, distance, id: undefined, details: undefined })),
  ];
}

const said = ({ said: text }: { said?: unknown }): { description?: string } =>
  typeof text === 'string' && text !== '' ? { description: text.replaceAll(/^remote: ?/gm, '').trim() } : {};

/** What went wrong, whoever said it: the host, the platform, or the remote through both. */
export function asHostProblem(error: unknown): HostProblem {
  if (error instanceof HostProblem) return error;
  const { status, code, message, data } = toProblem(error);
  if (code === 'offline') return toHostProblem(error);
  const { details } = (data ?? {}) as { details?: string };
  return new HostProblem(status, { code, message, ...(details !== undefined && details !== '' && { details }) });
}

const books = new WeakMap<Repository, RemoteBook>();

/** The remotes of a project's page; made with the first look at them. */
export function bookOf(repository: Repository): RemoteBook {
  const known = books.get(repository);
  if (known) return known;
  const made = new RemoteBook(repository);
  books.set(repository, made);
  return made;
}
