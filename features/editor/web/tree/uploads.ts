import type { HostClient } from '../host/client.ts';
import { toHostProblem } from '../host/problem.ts';
import { joinPath } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';

export type UploadFile = { readonly path: string; readonly file: File };

export type UploadState = {
  readonly files: number;
  readonly done: number;
  readonly bytes: number;
  readonly sent: number;
  /** Names that are there already. */
  readonly clashes: readonly UploadFile[];
  readonly failures: readonly { readonly path: string; readonly message: string }[];
  readonly active: boolean;
};

const nothing: UploadState = { files: 0, done: 0, bytes: 0, sent: 0, clashes: [], failures: [], active: false };

/** A lost connection costs at most this much again. */
const pieceSize = 8 * 1024 * 1024;
const atOnce = 3;
const attempts = 6;
/** A piece on a slow line may take this long, in milliseconds. */
const pieceTime = 120_000;

/** Sends files to the project, several at once, in pieces that go on after a break. */
export class Uploads {
  readonly state = new Store<UploadState>(nothing);
  readonly #client: HostClient;
  #abort = new AbortController();

  constructor(client: HostClient) {
    this.#client = client;
  }

  /** Uploads and resolves when all is done or has failed; `state` tells how far it is. */
  async send(files: readonly UploadFile[], conflict: 'fail' | 'replace' | 'keep-both' = 'fail'): Promise<UploadState> {
    if (!this.state.get().active) {
      this.#abort = new AbortController();
      this.state.set({ ...nothing, active: true });
    }
    const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
    this.state.update((state) => ({ ...state, files: state.files + files.length, bytes: state.bytes + bytes }));
    const waiting = [...files];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.#sendOne(next, conflict);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    this.state.update((state) => ({ ...state, active: state.done < state.files }));
    return this.state.get();
  }

  cancel(): void {
    this.#abort.abort();
  }

  dismiss(): void {
    this.state.set(nothing);
  }

  async #sendOne(item: UploadFile, conflict: 'fail' | 'replace' | 'keep-both'): Promise<void> {
    try {
      if (!this.#abort.signal.aborted) await this.#sendPieces(item, conflict);
    } catch (error) {
      const problem = toHostProblem(error);
      const failure = { path: item.path, message: problem.message };
      this.state.update((state) =>
        problem.is('path_exists')
          ? { ...state, clashes: [...state.clashes, item] }
          : { ...state, failures: [...state.failures, failure] },
      );
    }
    this.state.update((state) => ({ ...state, done: state.done + 1 }));
  }

  async #sendPieces({ path, file }: UploadFile, conflict: string): Promise<void> {
    const upload = crypto.randomUUID();
    let offset = 0;
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
        if (this.#abort.signal.aborted) return;
        if (failed >= attempts || !(problem.transient || problem.is('upload_offset'))) throw problem;
        await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** failed));
        const received = await this.#received(upload, offset);
        this.#progress(received - offset);
        offset = received;
      }
    }
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
