import type { ListeningPort } from '../contract/runs.ts';
import { type Listener, readListeners } from './listeners.ts';
import { findHolders, hasMarker, processName } from './processes.ts';

export interface PortChange {
  readonly ports: ListeningPort[];
  readonly opened: number[];
  readonly closed: number[];
}

interface Questions {
  /** The port of the host itself when it listens on TCP. */
  readonly own: () => number | undefined;
  /** NAME=value in the environment of the present run's processes. */
  readonly runMarker: () => string | undefined;
  /** Whether somebody would notice a change. */
  readonly wanted: () => boolean;
  /** Whether somebody waits for a program that was just started to open its first port. */
  readonly awaited: () => boolean;
  readonly changed: (change: PortChange) => void;
}

/** Twice a second: a new port shows within one second. Reading two small tables takes 0.1 ms. */
const interval = 450;
/** While a program starts: half a second more was the longest part of the way to a static site's preview. */
const shortInterval = 40;
/** Node's inspector: a debugger's door, not something to preview. */
const inspectorPorts = [9229, 9230];

/** Knows the listening ports; looks only while somebody wants to know. */
export class PortWatch {
  readonly #questions: Questions;
  #timer: NodeJS.Timeout | undefined;
  #wait = interval;
  #key = '';
  #ports: ListeningPort[] = [];

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  get ports(): ListeningPort[] {
    return this.#ports;
  }

  /** Starts the timer when there is a reason; it ends by itself when there is none. */
  wake(): void {
    if (!this.#questions.wanted()) return;
    const wait = this.#questions.awaited() ? shortInterval : interval;
    if (this.#timer !== undefined && this.#wait <= wait) return;
    clearTimeout(this.#timer);
    this.#wait = wait;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.list().then(
        () => this.wake(),
        (error: unknown) => console.error(error),
      );
    }, wait).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Looks now. Tells `changed` when the ports are not those of the last look. */
  async list(): Promise<ListeningPort[]> {
    const own = this.#questions.own();
    const listeners = (await readListeners()).filter(({ port }) => port !== own && !inspectorPorts.includes(port));
    const marker = this.#questions.runMarker();
    const key = `${marker} ${listeners.map(({ port, inode }) => `${port}:${inode}`).join(' ')}`;
    if (key === this.#key) return this.#ports;
    this.#key = key;
    this.#update(describe(listeners, marker));
    return this.#ports;
  }

  #update(ports: ListeningPort[]): void {
    const before = new Set(this.#ports.map(({ port }) => port));
    const after = new Set(ports.map(({ port }) => port));
    this.#ports = ports;
    const opened = [...after].filter((port) => !before.has(port));
    const closed = [...before].filter((port) => !after.has(port));
    this.#questions.changed({ ports, opened, closed });
  }
}

function describe(listeners: Listener[], marker: string | undefined): ListeningPort[] {
  const holders = findHolders(new Set(listeners.map(({ inode }) => inode)));
  return listeners.map(({ port, address, inode }) => {
    const pid = holders.get(inode) ?? null;
    const run = pid !== null && marker !== undefined && (pid === process.pid || hasMarker(pid, marker));
    return { port, address, process: pid === null ? null : processName(pid), pid, run };
  });
}
