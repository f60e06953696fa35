import { createHash } from 'node:crypto';
import type { Project } from '@e-code/journeys/project';

const WORDS = ['function', 'return', 'größe', '“quoted”', '\n', '\t', '🦊', '0', ';', ' '];

/**
 * Types into one file as the page does: each content is sent with the hash of the one it is based on, and counts as saved
 * when the answer came. Keeps what was sent without an answer, because that may be on disk as well.
 */
export class Typist {
  readonly path: string;
  readonly #project: Project;
  readonly #random: () => number;
  #saved = '';
  #pending: string[] = [];
  /** Contents that were acknowledged so far. */
  count = 0;
  /** What was answered while something was down, such as `503 project_host_stopped`. */
  readonly refusals = new Map<string, number>();

  constructor(project: Project, path: string, random: () => number) {
    this.#project = project;
    this.path = path;
    this.#random = random;
  }

  async begin(): Promise<void> {
    const { status, text } = await this.#project.write(this.path, this.#saved);
    if (status !== 200) throw new Error(`The file could not be made: ${text}`);
  }

  /** Sends one more content. @returns whether it was acknowledged */
  async type(): Promise<boolean> {
    // A cut may go through the middle of a character, of which UTF-8 has no half.
    const content = this.#next().toWellFormed();
    this.#pending.push(content);
    const answer = await this.#project.write(this.path, content, hashOf(this.#saved)).catch(() => undefined);
    if (answer?.status === 200) {
      this.#keep(content);
      this.count += 1;
      return true;
    }
    const what = answer === undefined ? 'no answer' : `${answer.status} ${answer.body?.code}`;
    this.refusals.set(what, (this.refusals.get(what) ?? 0) + 1);
    return false;
  }

  /** Reads what is on disk and goes on from there. @returns what is wrong: undefined when nothing was lost or mixed */
  async compare(): Promise<string | undefined> {
    const { status, text } = await this.#project.read(this.path);
    if (status !== 200) throw new Error(`${status} ${text}`);
    const allowed = [this.#saved, ...this.#pending];
    if (!allowed.includes(text)) {
      return `On disk are ${text.length} characters (${hashOf(text)}), saved were ${this.#saved.length} (${hashOf(this.#saved)})`;
    }
    this.#keep(text);
    return undefined;
  }

  #keep(content: string): void {
    this.#saved = content;
    this.#pending = [];
  }

  /** Mostly a few characters more; at times a cut, and at times a paste that takes more than one write to send. */
  #next(): string {
    const draw = this.#random();
    const before = this.#pending.at(-1) ?? this.#saved;
    if (draw < 0.05) return before.slice(0, Math.floor(before.length * this.#random()));
    if (draw < 0.1) return before.slice(0, 200_000) + `${WORDS.join('')}\n`.repeat(2_000);
    return before + (WORDS[Math.floor(this.#random() * WORDS.length)] ?? '') + String(this.#random()).slice(2, 6);
  }
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
