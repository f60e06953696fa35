import { LOOK_AHEAD, secretsIn } from './find-secrets.ts';
import type { Secret } from './find-secrets.ts';

/** What `git log` and `git diff` must be told, so that `AddedLines` can read it whatever a repository is configured with. */
export const plainDiff = [
  '--patch',
  '--unified=0',
  '--text',
  '--no-renames',
  '--no-color',
  '--no-prefix',
  '--no-ext-diff',
  '--no-textconv',
];

interface Waiting {
  readonly text: string;
  readonly line: number;
  readonly following: string[];
}

/** Reads a difference line by line and finds the secrets in what it adds. Of a merge, only what none of its sides had. */
export class AddedLines {
  readonly secrets: Secret[] = [];
  readonly #marker: string;
  #commit: string | undefined;
  #path = '';
  #columns = 1;
  #line = 0;
  #inHunk = false;
  /** New lines that stand together and wait for what follows. */
  #waiting: Waiting[] = [];

  /** @param marker with which the line begins that names a commit */
  constructor(marker = '\0') {
    this.#marker = marker;
  }

  take(text: string): void {
    if (text.startsWith(this.#marker)) {
      this.#endHunk();
      this.#commit = text.slice(this.#marker.length);
    } else if (text.startsWith('diff ')) this.#endHunk();
    else if (text.startsWith('@@')) this.#beginHunk(text);
    else if (this.#inHunk) this.#takeLine(text);
    else if (text.startsWith('+++ ')) this.#path = text.slice(4).replace(/\t$/, '');
  }

  end(): readonly Secret[] {
    this.#endHunk();
    return this.secrets;
  }

  #beginHunk(text: string): void {
    this.#endHunk();
    this.#inHunk = true;
    // A merge of n sides has n+1 signs around and n columns before its lines.
    this.#columns = (/^@+/.exec(text)?.[0].length ?? 2) - 1;
    this.#line = Number(/ \+(\d+)/.exec(text)?.[1] ?? 1);
  }

  #takeLine(text: string): void {
    const signs = text.slice(0, this.#columns);
    if (signs.includes('-') || signs.startsWith('\\')) return;
    if (signs === '+'.repeat(this.#columns)) this.#takeAdded(text.slice(this.#columns));
    else this.#flush();
    this.#line += 1;
  }

  #takeAdded(text: string): void {
    for (const { following } of this.#waiting) following.push(text);
    this.#waiting.push({ text, line: this.#line, following: [] });
    if (this.#waiting.length > LOOK_AHEAD) this.#look();
  }

  #look(): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    for (const { id, name } of secretsIn(first)) {
      const place = { rule: id, name, path: this.#path, line: first.line };
      this.secrets.push(this.#commit === undefined ? place : { ...place, commit: this.#commit });
    }
  }

  #flush(): void {
    while (this.#waiting.length > 0) this.#look();
  }

  #endHunk(): void {
    this.#flush();
    this.#inHunk = false;
  }
}
