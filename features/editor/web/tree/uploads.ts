import type { UnfinishedUpload } from '@e-code/host/contract';
import { formatBytes } from '@e-code/kernel/web';
import type { HostClient } from '../host/client.ts';
import { toHostProblem, type HostProblem } from '../host/problem.ts';
import { joinPath } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';
import { t } from '../texts.ts';
import type { UploadNames } from './upload-names.ts';

export type UploadFile = { readonly path: string; readonly file: File };

export type UploadState = {
  readonly files: number;
  readonly done: number;
  readonly bytes: number;
  readonly sent: number;
  /** Names that are there already. */
  readonly clashes: readonly UploadFile[];
  readonly failures: readonly { readonly path: string; readonly message: string }[];
  /** What the host has of uploads that were broken off. */
  readonly unfinished: readonly UnfinishedUpload[];
  readonly active: boolean;
};

const nothing: UploadState = {
  files: 0,
  done: 0,
  bytes: 0,
  sent: 0,
  clashes: [],
  failures: [],
  unfinished: [],
  active: false,
};

/** A lost connection costs at most this much again. */
const pieceSize = 8 * 1024 * 1024;
const atOnce = 3;
const attempts = 6;
/** A piece on a slow line may take this long, in milliseconds. */
const pieceTime = 120_000;

/** Sends files to the project, several at once, in pieces that go on after a break or a reload. */
export class Uploads {
  readonly state = new Store<UploadState>(nothing);
  readonly #client: HostClient;
  readonly #names: UploadNames;
  /** Uploads that this page sends at the moment. */
  readonly #sending = new Set<string>();
  #abort = new AbortController();

  constructor(client: HostClient, names: UploadNames) {
    this.#client = client;
    this.#names = names;
  }

  /** Asks the host which uploads were broken off, here or by somebody else. */
  async look(): Promise<void> {
    const { uploads } = await this.#client.ask('files.uploads', {}).catch(() => ({ uploads: [] }));
    const unfinished = uploads.filter(({ upload }) => !this.#sending.has(upload));
    this.state.update((state) => ({ ...state, unfinished }));
  }

  /** Gives up what the host has of a broken-off upload. */
  async drop(upload: string): Promise<void> {
    await this.#client.ask('files.dropUpload', { upload });
    this.#names.forget(upload);
    await this.look();
  }

  /** Uploads and resolves when all is done or has failed; `state` tells how far it is. */
  async send(files: readonly UploadFile[], conflict: 'fail' | 'replace' | 'keep-both' = 'fail'): Promise<UploadState> {
    if (!this.state.get().active) {
      this.#abort = new AbortController();
      this.state.update(({ unfinished }) => ({ ...nothing, unfinished, active: true }));
    }
    const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
    this.state.update((state) => ({ ...state, files: state.files + files.length, bytes: state.bytes + bytes }));
    const waiting = [...files];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.#sendOne(next, conflict);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    this.state.update((state) => ({ ...state, active: state.done < state.files }));
    await this.look();
    return this.state.get();
  }

  cancel(): void {
    this.#abort.abort();
  }

  dismiss(): void {
    this.state.update(({ unfinished }) => ({ ...nothing, unfinished }));
  }

  async #sendOne(item: UploadFile, conflict: 'fail' | 'replace' | 'keep-both'): Promise<void> {
    try {
      if (!this.#abort.signal.aborted) await this.#sendPieces(item, conflict);
    } catch (error) {
      const problem = toHostProblem(error);
      const failure = { path: item.path, message: explain(problem, item.file.size) };
      this.state.update((state) =>
        problem.is('path_exists')
          ? { ...state, clashes: [...state.clashes, item] }
          : { ...state, failures: [...state.failures, failure] },
      );
    }
    this.state.update((state) => ({ ...state, done: state.done + 1 }));
  }

  /** Goes on where an earlier attempt with the same file broke off, also one of an earlier life of this page. */
  async #sendPieces({ path, file }: UploadFile, conflict: string): Promise<void> {
    const { id: upload, begun } = this.#names.of(path, file);
    this.#sending.add(upload);
    try {
      const offset = begun ? await this.#received(upload, 0) : 0;
      this.#progress(offset);
      await this.#sendFrom(offset, { path, file, upload, conflict });
      this.#names.forget(upload);
    } finally {
      this.#sending.delete(upload);
    }
  }

  async #sendFrom(begin: number, sending: Sending): Promise<void> {
    const { path, file, upload, conflict } = sending;
    let offset = begin;
    let failed = 0;
    for (;;) {
      const url = this.#client.url('files.upload', { path, upload, offset, size: file.size, conflict });
      const body = file.slice(offset, offset + pieceSize);
      try {
        const init = { method: 'POST', body, signal: this.#abort.signal };
        const response = await this.#client.send(url, init, pieceTime);
        const { received, complete } = (await response.json()) as { received: number; complete: boolean };
        this.#progress(received - offset);
        offset = received;
        failed = 0;
        if (complete) return;
      } catch (error) {
        failed += 1;
        const problem = toHostProblem(error);
        if (this.#abort.signal.aborted) return this.#giveUp(upload);
        if (failed >= attempts || !(problem.transient || problem.is('upload_offset'))) throw problem;
        await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** failed));
        const received = await this.#received(upload, offset);
        this.#progress(received - offset);
        offset = received;
      }
    }
  }

  /** Cancelled by the person: what arrived is of no use to anybody. */
  async #giveUp(upload: string): Promise<void> {
    await this.#client.ask('files.dropUpload', { upload }).catch(() => undefined);
  }

  async #received(upload: string, before: number): Promise<number> {
    return this.#client.ask('files.uploadState', { upload }).then(
      (state) => state.received,
      () => before,
    );
  }

  #progress(bytes: number): void {
    this.state.update((state) => ({ ...state, sent: state.sent + bytes }));
  }
}

type Sending = UploadFile & { readonly upload: string; readonly conflict: string };

function explain(problem: HostProblem, size: number): string {
  const { free } = problem.body;
  if (!problem.is('upload_too_large') || free === undefined) return problem.message;
  return t('uploadTooLarge', { size: formatBytes(size), free: formatBytes(free) });
}

/** What was pasted, with the name it has; browsers call every picture of the clipboard `image.png`. */
export function pastedFiles(list: FileList, folder: string): UploadFile[] {
  return [...list].map((file) => ({ path: joinPath(folder, file.name || 'pasted'), file }));
}

/** The files of a drop, with the folders they lie in. */
export async function droppedFiles(transfer: DataTransfer, folder: string): Promise<UploadFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map((entry) => walk(entry, folder)));
  return found.flat();
}

/** The files of a file picker; with a picked folder each says where in it it lies. */
export function pickedFiles(list: FileList, folder: string): UploadFile[] {
  return [...list].map((file) => ({ path: joinPath(folder, file.webkitRelativePath || file.name), file }));
}

async function walk(entry: FileSystemEntry, folder: string): Promise<UploadFile[]> {
  const path = joinPath(folder, entry.name);
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const all: UploadFile[] = [];
  // A reader gives a hundred entries at a time, and nothing when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    for (const inside of some) all.push(...(await walk(inside, path)));
  }
}
