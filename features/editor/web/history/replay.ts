import { ChangeSet, Text } from '@codemirror/state';
import type { HistoryAuthor, HistoryPart } from '@e-code/host/contract';

/** A version of a file: its text, and the edit that made it, unless it is the oldest one. */
export type Version = {
  readonly point: number;
  readonly text: Text;
  readonly at: number | undefined;
  readonly author: HistoryAuthor | undefined;
};

/** Texts on the way through a part are kept every so many edits: a step back costs at most these. */
const stride = 64;

type LoadedPart = { readonly part: HistoryPart; readonly texts: Map<number, Text> };

/** Any version of one file. Parts of its history are asked for once; inside of a part nothing waits for the network. */
export class Replay {
  readonly #ask: (point: number) => Promise<HistoryPart>;
  /** The oldest point of all. */
  readonly #first: number;
  readonly #parts: LoadedPart[] = [];
  readonly #asked = new Map<number, Promise<LoadedPart>>();

  constructor(first: number, ask: (point: number) => Promise<HistoryPart>) {
    this.#first = first;
    this.#ask = ask;
  }

  /** The version when it can be told at once. */
  ready(point: number): Version | undefined {
    const having = this.#parts.filter(({ part }) => point >= part.first && point <= part.first + part.edits.length);
    // Where two parts meet, the earlier one tells who made the version. The oldest version of all has no earlier one.
    const made = having.find(({ part }) => part.first < point) ?? (point === this.#first ? having[0] : undefined);
    return made && versionIn(made, point);
  }

  async version(point: number): Promise<Version> {
    const ready = this.ready(point);
    if (ready !== undefined) return ready;
    const asked = this.#asked.get(point) ?? this.#load(point);
    this.#asked.set(point, asked);
    try {
      return versionIn(await asked, point);
    } finally {
      this.#asked.delete(point);
    }
  }

  async #load(point: number): Promise<LoadedPart> {
    const part = await this.#ask(point);
    const loaded: LoadedPart = { part, texts: new Map([[0, Text.of(part.text.split('\n'))]]) };
    // A newer answer about the same part has more edits.
    const before = this.#parts.findIndex((other) => other.part.first === part.first);
    if (before >= 0) this.#parts[before] = loaded;
    else this.#parts.push(loaded);
    return loaded;
  }
}

function versionIn({ part, texts }: LoadedPart, point: number): Version {
  const index = point - part.first;
  let at = index - (index % stride);
  while (at > 0 && !texts.has(at)) at -= stride;
  let text = texts.get(at) ?? Text.empty;
  for (; at < index; at += 1) {
    if (at % stride === 0) texts.set(at, text);
    text = ChangeSet.fromJSON(part.edits[at]?.[2]).apply(text);
  }
  const [time, author = -1] = part.edits[index - 1] ?? [];
  return { point, text, at: time, author: part.authors[author] };
}
