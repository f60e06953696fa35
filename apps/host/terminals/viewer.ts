import type { Actor } from '../contract/capabilities.ts';
import type { Screen } from './screen.ts';

/** What a page has not drawn yet may grow to this; then its terminal pauses. Small, so that Ctrl-C is seen at once. */
const highWater = 384 * 1024;
const lowWater = 96 * 1024;

interface Sink {
  readonly output: (bytes: Uint8Array) => void;
  readonly snapshot: (bytes: Uint8Array) => void;
}

/**
 * One page that looks at a terminal. `live` gets output as it comes. `syncing` waits for a snapshot and keeps what comes
 * after it. `lagging` was too slow: it gets nothing until it has drawn what it has, then a snapshot of the present state.
 */
export class Viewer {
  readonly person: Pick<Actor, 'id' | 'name'>;
  readonly #sink: Sink;
  #state: 'live' | 'syncing' | 'lagging' = 'syncing';
  #waiting: Uint8Array[] = [];
  #unacknowledged = 0;

  constructor(person: Pick<Actor, 'id' | 'name'>, sink: Sink) {
    this.person = person;
    this.#sink = sink;
  }

  /** Has more to draw than it may; asks for a pause. */
  get full(): boolean {
    return this.#unacknowledged > highWater;
  }

  get lagging(): boolean {
    return this.#state === 'lagging';
  }

  offer(bytes: Uint8Array): void {
    if (this.#state === 'syncing') this.#waiting.push(bytes);
    if (this.#state === 'live') this.#output(bytes);
  }

  fallBehind(): void {
    if (this.#state === 'live') this.#state = 'lagging';
  }

  sync(screen: Screen): void {
    this.#state = 'syncing';
    screen.snapshot((bytes) => {
      this.#unacknowledged += bytes.length;
      this.#sink.snapshot(bytes);
      this.#state = 'live';
      for (const output of this.#waiting.splice(0)) this.#output(output);
    });
  }

  acknowledge(bytes: number, screen: Screen): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - bytes);
    if (this.#state === 'lagging' && this.#unacknowledged < lowWater) this.sync(screen);
  }

  #output(bytes: Uint8Array): void {
    this.#unacknowledged += bytes.length;
    this.#sink.output(bytes);
  }
}
