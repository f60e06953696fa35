import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../contract/languages.ts';
import type { LanguageServer } from './language-server.ts';
import type { OpenFile } from './open-file.ts';
import { type Diagnostic, toProblems } from './problems.ts';

/**
 * How long typing has to rest before a server is asked what is wrong, and at most how long it goes on unasked, in
 * milliseconds: it reads the whole program for that, and names wanted with the next letter would stand behind it.
 */
const rest = 200;
const longest = 1000;
const retryPause = 1000;

/**
 * What servers say is wrong with open files: some tell by themselves, others are asked. An answer that is about an older
 * text is brought to the present one.
 */
export class Diagnosis {
  readonly #tell: (file: OpenFile, problems: Problem[]) => void;
  readonly #timers = new Map<LanguageServer, { readonly timer: NodeJS.Timeout; readonly since: number }>();
  readonly #known = new Map<OpenFile, Problem[]>();
  /** What the server said, for its actions. */
  readonly #said = new Map<OpenFile, readonly Diagnostic[]>();

  constructor(tell: (file: OpenFile, problems: Problem[]) => void) {
    this.#tell = tell;
  }

  of(file: OpenFile): Problem[] {
    return this.#known.get(file) ?? [];
  }

  saidOf(file: OpenFile): readonly Diagnostic[] {
    return this.#said.get(file) ?? [];
  }

  /** Something changed that the server may judge differently, in this file or one that others use. */
  touched(server: LanguageServer): void {
    const waiting = this.#timers.get(server);
    const now = Date.now();
    const since = waiting?.since ?? now;
    clearTimeout(waiting?.timer);
    const timer = setTimeout(
      () => {
        this.#timers.delete(server);
        if (server.process?.abilities.diagnosticProvider === undefined) return;
        for (const file of server.files.values()) void this.#ask(server, file);
      },
      Math.min(rest, since + longest - now),
    );
    this.#timers.set(server, { timer: timer.unref(), since });
  }

  /** The server says by itself what is wrong. */
  published(server: LanguageServer, params: unknown): void {
    const { uri, version, diagnostics } = params as { uri: string; version?: number; diagnostics: Diagnostic[] };
    const file = [...server.files.values()].find((one) => one.uri === uri);
    if (file !== undefined) this.#take(file, diagnostics, version ?? file.version);
  }

  /** Files with what is wrong in them. */
  all(): Iterable<[OpenFile, Problem[]]> {
    return this.#known;
  }

  /** Nobody has it open any more: what was said of it is taken back. */
  forget(file: OpenFile): void {
    if ((this.#known.get(file)?.length ?? 0) > 0) this.#tell(file, []);
    this.#known.delete(file);
    this.#said.delete(file);
  }

  stop(): void {
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
  }

  /** A server that is busy with something else may refuse: it is asked a few times more. */
  async #ask(server: LanguageServer, file: OpenFile, attempts = 4): Promise<void> {
    const { version, uri } = file;
    try {
      const question = { textDocument: { uri } };
      const answer = (await server.request('textDocument/diagnostic', question)) as {
        kind: string;
        items?: Diagnostic[];
      } | null;
      if (answer?.kind === 'full') this.#take(file, answer.items ?? [], version);
    } catch {
      if (attempts <= 1 || server.process === undefined) return;
      await delay(retryPause, undefined, { ref: false });
      if (server.files.get(file.document.id) === file && file.version === version) {
        await this.#ask(server, file, attempts - 1);
      }
    }
  }

  #take(file: OpenFile, found: readonly Diagnostic[], version: number): void {
    const problems = toProblems(file, found, version);
    if (problems === undefined) return;
    this.#known.set(file, problems);
    this.#said.set(file, found);
    this.#tell(file, problems);
  }
}
