import { randomUUID } from 'node:crypto';
import type { Actor } from '../contract/capabilities.ts';
import type { HostMessage } from '../contract/messages.ts';
import type { PresencePlace, PresentPage } from '../contract/presence.ts';
import { colourOf } from '../documents/colour.ts';

/** Changes are told together at most so often, in milliseconds: 20 a second is as smooth as scrolling needs. */
const tellEvery = 50;
/** A person may call everybody so often, in milliseconds. */
const summonEvery = 1000;

/** A page as presence sees it. */
export interface PresenceSocket {
  readonly actor: Actor;
  readonly send: (message: HostMessage) => void;
}

export interface Whereabouts {
  readonly place: PresencePlace;
  readonly active: boolean;
  readonly following: string | null;
}

/** Who is in the project and where: of each page its place, under the name that the gateway gave it. */
export class Presence {
  readonly #pages = new Map<PresenceSocket, PresentPage>();
  #changed = new Set<PresenceSocket>();
  #gone: string[] = [];
  #telling: NodeJS.Timeout | undefined;
  #summonedAt = -Infinity;

  /** A page says where it is. The first time it is told of everybody. */
  update(socket: PresenceSocket, { place, active, following }: Whereabouts): void {
    const { id, name, capabilities } = socket.actor;
    const before = this.#pages.get(socket);
    const page: PresentPage = {
      page: before?.page ?? randomUUID(),
      person: { id, name, colour: colourOf(id) },
      place,
      active,
      following,
      writes: capabilities.includes('write'),
    };
    this.#pages.set(socket, page);
    if (!before) {
      socket.send({ type: 'presence.changed', self: page.page, pages: [...this.#pages.values()], gone: [] });
    }
    this.#changed.add(socket);
    this.#tellSoon();
  }

  leave(socket: PresenceSocket): void {
    const page = this.#pages.get(socket);
    if (!page) return;
    this.#pages.delete(socket);
    this.#changed.delete(socket);
    this.#gone.push(page.page);
    this.#tellSoon();
  }

  /** Asks everybody else to come to where this page is. */
  summon(socket: PresenceSocket): void {
    const by = this.#pages.get(socket);
    const now = performance.now();
    if (!by || now - this.#summonedAt < summonEvery) return;
    this.#summonedAt = now;
    for (const other of this.#pages.keys()) if (other !== socket) other.send({ type: 'presence.summoned', by });
  }

  close(): void {
    clearTimeout(this.#telling);
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => this.#tell(), tellEvery);
  }

  #tell(): void {
    this.#telling = undefined;
    const gone = this.#gone.splice(0);
    const changed = this.#changed;
    this.#changed = new Set();
    for (const [socket, { page }] of this.#pages) {
      // A page knows where it is itself.
      const pages = [...changed].flatMap((other) => (other === socket ? [] : (this.#pages.get(other) ?? [])));
      if (pages.length + gone.length > 0) socket.send({ type: 'presence.changed', self: page, pages, gone });
    }
  }
}
