import { threadsChannel } from '@e-code/comments/contract';
import { pageConnection, toast, toProblem, type Problem } from '@e-code/kernel/web';
import type { Placed, Quotation } from '@e-code/host/contract';
import { Store } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commentsClient, markRead, placeOf, type Thread } from './endpoints.ts';
import { Places } from './places.ts';
import { t } from './texts.ts';

export type Filter = 'open' | 'mine' | 'resolved';

export type ListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'ready'; readonly next: number | null };

/** What of this project the page knows about the person. */
export type Reader = { readonly id: string; readonly writes: boolean };

const pageSize = 200;
const fileLimit = 500;

const queryOf = {
  open: { state: 'open', about: 'everybody' },
  mine: { state: 'open', about: 'me' },
  resolved: { state: 'resolved', about: 'everybody' },
} as const;

/** The threads of a project that this page has seen, kept true by the live channel. */
export class ThreadBook {
  readonly threads = new Store<ReadonlyMap<string, Thread>>(new Map());
  readonly lists = new Store<Readonly<Record<Filter, ListState>>>({
    open: { kind: 'loading' },
    mine: { kind: 'loading' },
    resolved: { kind: 'loading' },
  });
  readonly filter = new Store<Filter>('open');
  readonly reader = new Store<Reader | undefined>(undefined);
  /** How many are open in the whole project. */
  readonly open = new Store(0);
  /** The thread that is read. */
  readonly selected = new Store<string | undefined>(undefined);
  /** What a thread is about that is being begun. */
  readonly draft = new Store<Quotation | undefined>(undefined);
  readonly places: Places;
  readonly #workspace: Workspace;
  readonly #files = new Set<string>();
  /** What came since everything was asked for once more. */
  #fresh = new Set<string>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.places = new Places(workspace, this.threads);
    pageConnection().subscribe(
      threadsChannel.name,
      { projectId: this.#projectId },
      {
        onEvent: (event) => void this.#hear((event as { threadId: string }).threadId),
        onResume: () => void this.reload(),
      },
    );
    void this.load('open');
  }

  get #projectId(): string {
    return this.#workspace.project.id;
  }

  /** Shows a list, and asks for it when it was not asked for. */
  show(filter: Filter): void {
    this.filter.set(filter);
    if (this.lists.get()[filter].kind !== 'ready') void this.load(filter);
  }

  /** The first page of a list, or the one after what is here. */
  async load(filter: Filter, cursor?: number): Promise<void> {
    const input = { projectId: this.#projectId, ...queryOf[filter], limit: pageSize };
    try {
      const answer = await commentsClient.list({ ...input, ...(cursor !== undefined && { cursor }) });
      this.reader.set({ id: answer.reader, writes: answer.writes });
      this.open.set(answer.open);
      this.#take(answer.threads);
      this.#setList(filter, { kind: 'ready', next: answer.next });
    } catch (error) {
      this.#setList(filter, { kind: 'problem', problem: toProblem(error) });
    }
  }

  /** Everything that was said about a file. */
  async loadFile(document: string): Promise<void> {
    this.#files.add(document);
    try {
      const input = { projectId: this.#projectId, state: 'all', document, limit: fileLimit } as const;
      this.#take((await commentsClient.list(input)).threads);
    } catch {
      // The panel says what is wrong; the file is asked for again with the next news.
      this.#files.delete(document);
    }
  }

  /** After a break anything may have happened. */
  async reload(): Promise<void> {
    const shown = (Object.keys(this.lists.get()) as Filter[]).filter((name) => this.lists.get()[name].kind === 'ready');
    const fresh = new Set<string>();
    this.#fresh = fresh;
    await Promise.all([...shown.map((name) => this.load(name)), ...[...this.#files].map((id) => this.loadFile(id))]);
    // What is in no list any more was deleted meanwhile. When the server was away, everything stays as it was.
    const answered = shown.every((name) => this.lists.get()[name].kind === 'ready');
    if (answered) this.threads.update((known) => new Map([...known].filter(([id]) => fresh.has(id))));
    this.#count();
  }

  /** Shows a thread in the panel, and with `goThere` its place in the file. */
  async select(id: string | undefined, goThere = false): Promise<void> {
    this.selected.set(id);
    if (id === undefined) return;
    const thread = this.threads.get().get(id) ?? (await this.#renew(id));
    if (!thread) return void toast.info(t('unknownThread'));
    this.#seen(id);
    const wanted: Filter = thread.resolved ? 'resolved' : 'open';
    if (this.filter.get() === 'mine' ? thread.resolved : this.filter.get() !== wanted) this.show(wanted);
    if (goThere) await this.#goTo(thread);
  }

  /** Begins a thread. Rejects with what `toProblem` reads. */
  async start(quotation: Quotation, body: string): Promise<void> {
    // What was typed just now is on its way: the host has to know the words that are spoken of.
    await this.#workspace.documents.get(quotation.path)?.settled();
    const thread = await commentsClient.start({ projectId: this.#projectId, quotation, body });
    this.draft.set(undefined);
    this.#take([thread]);
    this.open.update((count) => count + 1);
    this.show('open');
    this.selected.set(thread.id);
  }

  async reply(threadId: string, body: string): Promise<void> {
    await commentsClient.reply({ projectId: this.#projectId, threadId, body });
    await this.#renew(threadId);
  }

  /** Resolves, opens, gives or schedules a thread; what goes wrong is told. */
  async change(
    threadId: string,
    changes: { resolved?: boolean; assigneeId?: string | null; dueOn?: string | null },
  ): Promise<void> {
    await tell(async () => {
      this.#take([await commentsClient.change({ projectId: this.#projectId, threadId, ...changes })]);
    });
  }

  /** Says where a thread belongs; null: where it began. What goes wrong is told. Whether it was done. */
  async attach(threadId: string, quotation: Quotation | null): Promise<boolean> {
    return tell(async () => {
      if (quotation) await this.#workspace.documents.get(quotation.path)?.settled();
      this.#take([await commentsClient.attach({ projectId: this.#projectId, threadId, quotation })]);
    });
  }

  async edit(threadId: string, commentId: string, body: string): Promise<void> {
    await commentsClient.edit({ projectId: this.#projectId, commentId, body });
    await this.#renew(threadId);
  }

  /** Deletes a comment, with the way back. */
  async remove(threadId: string, commentId: string): Promise<void> {
    const comment = { projectId: this.#projectId, commentId };
    await tell(async () => {
      await commentsClient.remove(comment);
      await this.#renew(threadId);
      toast.undo(t('commentDeleted'), async () => {
        await commentsClient.restore(comment);
        await this.#renew(threadId);
      });
    });
  }

  async wordings(commentId: string): Promise<{ body: string; replacedAt: string }[]> {
    return (await commentsClient.wordings({ projectId: this.#projectId, commentId })).wordings;
  }

  /** Something happened in a thread; who looks at it sees that. */
  async #hear(threadId: string): Promise<void> {
    await this.#renew(threadId);
    if (threadId === this.selected.get() && !document.hidden) this.#seen(threadId);
  }

  /** News that stay unread are no harm: the next look takes them away. Who came by a link gets none. */
  #seen(threadId: string): void {
    if (!this.#workspace.project.guest) void markRead(threadId).catch(() => undefined);
  }

  /** Reads one thread again. Undefined when it is not there any more. */
  async #renew(threadId: string): Promise<Thread | undefined> {
    try {
      const thread = await commentsClient.get({ projectId: this.#projectId, threadId });
      if (thread.comments.some(({ deleted }) => !deleted)) {
        this.#take([thread]);
        return thread;
      }
    } catch (error) {
      if (toProblem(error).code !== 'thread_unknown') return undefined;
    }
    const rest = new Map(this.threads.get());
    rest.delete(threadId);
    this.threads.set(rest);
    this.#count();
    return undefined;
  }

  #take(threads: readonly Thread[]): void {
    const before = this.threads.get();
    for (const { id } of threads) this.#fresh.add(id);
    this.threads.update((known) => new Map([...known, ...threads.map((thread) => [thread.id, thread] as const)]));
    this.#count();
    this.places.want(threads);
    const elsewhere = new Set(threads.filter((thread) => belongsElsewhere(before.get(thread.id), thread)).map(idOf));
    if (elsewhere.size > 0) this.places.again(({ key }) => elsewhere.has(key));
  }

  /** The number is the server's while not all are here. */
  #count(): void {
    const list = this.lists.get().open;
    if (list.kind !== 'ready' || list.next !== null) return;
    this.open.set([...this.threads.get().values()].filter(({ resolved }) => resolved === null).length);
  }

  #setList(filter: Filter, state: ListState): void {
    this.lists.update((lists) => ({ ...lists, [filter]: state }));
    this.#count();
  }

  async #goTo(thread: Thread): Promise<void> {
    const placed: Placed | undefined = await this.places.find(thread.id);
    const path = placed ? placed.path : placeOf(thread).path;
    if (path === null) return;
    const line = placed?.lines?.[0] ?? placeOf(thread).lines[0];
    this.#workspace.layout.openFile(path, { place: { line } });
  }
}

async function tell(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast.error(toProblem(error).message);
    return false;
  }
}

const idOf = ({ id }: Thread): string => id;

const belongsElsewhere = (before: Thread | undefined, now: Thread): boolean =>
  before !== undefined && JSON.stringify(before.attached) !== JSON.stringify(now.attached);

const books = new WeakMap<Workspace, ThreadBook>();

/** The threads of a project's page; made with the first look at them. */
export function threadBookOf(workspace: Workspace): ThreadBook {
  const known = books.get(workspace);
  if (known) return known;
  const made = new ThreadBook(workspace);
  books.set(workspace, made);
  return made;
}

/** Which threads a list shows, the newest first. */
export function listed(threads: ReadonlyMap<string, Thread>, filter: Filter, reader: string | undefined): Thread[] {
  const fits = (thread: Thread): boolean => {
    if ((thread.resolved !== null) !== (filter === 'resolved')) return false;
    return filter !== 'mine' || concerns(thread, reader);
  };
  return [...threads.values()].filter(fits).toSorted((a, b) => b.number - a.number);
}

function concerns({ assignee, comments }: Thread, reader: string | undefined): boolean {
  if (assignee?.id === reader) return true;
  return comments.some(({ author, mentions }) => author.id === reader || mentions.some(({ id }) => id === reader));
}
