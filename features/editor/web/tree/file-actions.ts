import { toast } from '@e-code/kernel/web';
import type { Conflict } from '@e-code/host/contract';
import { toHostProblem } from '../host/problem.ts';
import { baseName, joinPath, outermost, parentOf } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';
import { t } from '../texts.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { destinations } from './tree-model.ts';

/** What a person does to files, each with its way back. Shown at once; taken back when the host refuses. */
export class FileActions {
  /** What Ctrl-C or Ctrl-X took. */
  readonly clipboard = new Store<{ readonly paths: readonly string[]; readonly cut: boolean } | undefined>(undefined);
  readonly #workspace: Workspace;
  /** How to take back what was done, the last thing last. */
  readonly #done: (() => Promise<void>)[] = [];

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Makes an empty file or a folder. Rejects with `HostProblem` when the name is taken. */
  async create(kind: 'file' | 'folder', path: string): Promise<void> {
    const { client, tree, layout } = this.#workspace;
    if (kind === 'folder') await client.ask('files.createDirectory', { path });
    else await client.write(path, new Uint8Array(), 'new');
    if (baseName(path) === path || tree.entry(parentOf(path))) {
      tree.added(path, kind === 'folder' ? 'directory' : 'file');
    }
    await tree.reveal(path);
    if (kind === 'file') layout.openFile(path, { focus: true });
  }

  /** Renames. Rejects with `HostProblem` when the name is taken. */
  async rename(from: string, to: string): Promise<void> {
    if (from === to) return;
    await this.#flush([from]);
    const { client, tree } = this.#workspace;
    await client.ask('files.move', { entries: [{ from, to }] });
    this.#moved(from, to);
    tree.select(to);
    this.#offerUndo(t('renamed', { from: baseName(from), to: baseName(to) }), async () => {
      await this.#flush([to]);
      await client.ask('files.move', { entries: [{ from: to, to: from }] });
      this.#moved(to, from);
    });
  }

  /** Moves into a folder, with undo. */
  async move(paths: readonly string[], folder: string, conflict: Conflict = 'fail'): Promise<void> {
    const entries = destinations(outermost(paths), folder);
    if (entries.length === 0) return;
    await this.#flush(paths);
    try {
      const moved = await this.#workspace.client.ask('files.move', { entries, conflict });
      for (const { from, to } of moved.entries) this.#moved(from, to);
      this.#offerMoveBack(moved.entries, moved.undo, folder);
    } catch (error) {
      this.#explainClash(error, () => this.move(paths, folder, 'keep-both'));
    }
  }

  /** Copies into a folder, with undo. A copy beside its original gets another name. */
  async copy(paths: readonly string[], folder: string): Promise<void> {
    const { client, tree } = this.#workspace;
    const entries = outermost(paths).map((from) => ({ from, to: joinPath(folder, baseName(from)) }));
    await this.#flush(paths);
    try {
      const copied = (await client.ask('files.copy', { entries, conflict: 'keep-both' })).entries.map(({ to }) => to);
      if (folder !== '') await tree.expand(folder);
      await tree.load(folder);
      for (const [index, path] of copied.entries()) tree.select(path, index === 0 ? 'only' : 'toggle');
      const title =
        copied.length === 1
          ? t('copiedOne', { name: baseName(copied[0] ?? '') })
          : t('copiedMany', { count: copied.length });
      this.#offerUndo(title, async () => {
        await client.ask('files.remove', { paths: copied });
        tree.removed(copied);
      });
    } catch (error) {
      toast.error(toHostProblem(error).message);
    }
  }

  /** Deletes into the host's trash, with ten seconds to take it back. */
  async remove(paths: readonly string[]): Promise<void> {
    const { client, tree, layout } = this.#workspace;
    const chosen = outermost(paths);
    if (chosen.length === 0) return;
    await this.#flush(chosen);
    tree.removed(chosen);
    try {
      const { undo, removed } = await client.ask('files.remove', { paths: chosen });
      const open = layout.closeFiles(removed);
      const title =
        removed.length === 1
          ? t('deletedOne', { name: baseName(removed[0] ?? '') })
          : t('deletedMany', { count: removed.length });
      this.#offerUndo(title, async () => {
        const { restored } = await client.ask('files.restore', { undo });
        tree.changed(restored.map((path) => ({ path, kind: 'create' })));
        for (const path of open) layout.openFile(path);
      });
    } catch (error) {
      tree.refresh();
      toast.error(toHostProblem(error).message);
    }
  }

  async paste(folder: string): Promise<void> {
    const taken = this.clipboard.get();
    if (!taken) return;
    if (!taken.cut) return this.copy(taken.paths, folder);
    this.clipboard.set(undefined);
    await this.move(taken.paths, folder);
  }

  /** Takes back the last thing that was done, also after its notice has gone. */
  async undo(): Promise<void> {
    const takeBack = this.#done.pop();
    if (!takeBack) return;
    await takeBack().then(
      () => toast.success(t('takenBack')),
      (error: unknown) => toast.error(toHostProblem(error).message),
    );
  }

  #offerUndo(title: string, takeBack: () => Promise<void>): void {
    // Once, whether the notice or the key asks for it.
    const once = async () => {
      const at = this.#done.indexOf(once);
      if (at >= 0) this.#done.splice(at, 1);
      toast.close(notice);
      await takeBack();
    };
    this.#done.push(once);
    const notice = toast.undo(title, once);
  }

  #offerMoveBack(entries: readonly { from: string; to: string }[], undo: string | null, folder: string): void {
    const { client } = this.#workspace;
    const [first] = entries;
    const place = folder === '' ? t('projectFolder') : folder;
    const title =
      entries.length === 1
        ? t('movedOne', { name: baseName(first?.from ?? ''), folder: place })
        : t('movedMany', { count: entries.length, folder: place });
    this.#offerUndo(title, async () => {
      const back = entries.map(({ from, to }) => ({ from: to, to: from }));
      const moved = await client.ask('files.move', { entries: back });
      if (undo !== null) await client.ask('files.restore', { undo });
      for (const { from, to } of moved.entries) this.#moved(from, to);
    });
  }

  #explainClash(error: unknown, keepBoth: () => Promise<void>): void {
    const problem = toHostProblem(error);
    if (!problem.is('path_exists')) {
      toast.error(problem.message);
      return;
    }
    const name = baseName(problem.body.path ?? '');
    toast.error(t('nameTaken', { name }), { action: { label: t('keepBoth'), onClick: () => void keepBoth() } });
  }

  /** What is typed belongs to the file before it goes elsewhere. */
  async #flush(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map(async (path) => this.#workspace.documents.get(path)?.settled()));
  }

  #moved(from: string, to: string): void {
    const { tree, documents, layout } = this.#workspace;
    documents.moved(from, to);
    layout.moved(from, to);
    tree.moved(from, to);
    // Word of the move may have come from the disk before its answer; such a file looked deleted and is not.
  }
}
