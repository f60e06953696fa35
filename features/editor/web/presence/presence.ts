import type { HostMessage, PresencePlace, PresentPage } from '@e-code/host/contract';
import type { HostSocket } from '../host/socket.ts';
import { Store } from '../parts/store.ts';

type Changed = Extract<HostMessage, { type: 'presence.changed' }>;

/** Where this page is, and how it goes elsewhere. */
export type Whereabouts = {
  readonly place: () => PresencePlace;
  readonly go: (place: PresencePlace) => void;
};

/** How often this page tells where it is, in milliseconds. */
const tellEvery = 50;

/** Who else is in the project and where; following somebody's screen. */
export class Presence {
  /** The pages of others, and other pages of this person. */
  readonly pages = new Store<readonly PresentPage[]>([]);
  /** Who this page is, as the host knows it. */
  readonly me = new Store<PresentPage['person'] | undefined>(undefined);
  /** The page whose screen this one follows. */
  readonly following = new Store<PresentPage | undefined>(undefined);
  /** Somebody asked everybody to come to where they are. */
  readonly summoned = new Store<PresentPage | undefined>(undefined);
  /** Where this page was before somebody brought it elsewhere. */
  #cameFrom: PresencePlace | undefined;
  readonly #socket: HostSocket;
  readonly #whereabouts: Whereabouts;
  #told = '';
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: HostSocket, whereabouts: Whereabouts) {
    this.#socket = socket;
    this.#whereabouts = whereabouts;
  }

  /** Begins to tell and to listen. Returns how to end it. */
  start(): () => void {
    const stops = [
      this.#socket.on('welcome', () => this.#welcome()),
      this.#socket.on('presence.changed', (change) => this.#changed(change)),
      this.#socket.on('presence.summoned', ({ by }) => this.#come(by)),
      this.#socket.state.subscribe(() => {
        // Nobody is known to be there while there is no connection.
        if (this.#socket.state.get() !== 'open') this.pages.set([]);
      }),
      () => clearTimeout(this.#telling),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Something about where this page is may have changed. */
  touch(): void {
    this.#telling ??= setTimeout(() => this.#tell(), tellEvery);
  }

  follow(page: PresentPage): void {
    this.following.set(page);
    this.#whereabouts.go(page.place);
    this.touch();
  }

  unfollow(): void {
    if (!this.following.get()) return;
    this.following.set(undefined);
    this.touch();
  }

  get cameFrom(): PresencePlace | undefined {
    return this.#cameFrom;
  }

  goTo(place: PresencePlace): void {
    this.#whereabouts.go(place);
  }

  /** Asks everybody to come to where this page is. */
  summon(): void {
    this.#tell();
    this.#socket.send({ type: 'presence.summon' });
  }

  #welcome(): void {
    this.#told = '';
    this.#tell();
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const following = this.following.get()?.page ?? null;
    const now = { place: this.#whereabouts.place(), active: !document.hidden, following };
    const text = JSON.stringify(now);
    if (text === this.#told) return;
    if (this.#socket.send({ type: 'presence.update', ...now })) this.#told = text;
  }

  #changed({ self, pages, gone }: Changed): void {
    const own = pages.find(({ page }) => page === self);
    if (own) this.me.set(own.person);
    const known = new Map(this.pages.get().map((page) => [page.page, page]));
    for (const page of pages) if (page.page !== self) known.set(page.page, page);
    for (const page of gone) known.delete(page);
    this.pages.set([...known.values()]);
    const followed = this.following.get();
    if (!followed) return;
    const now = known.get(followed.page);
    this.following.set(now);
    if (now && JSON.stringify(now.place) !== JSON.stringify(followed.place)) this.#whereabouts.go(now.place);
  }

  #come(by: PresentPage): void {
    this.#cameFrom = this.#whereabouts.place();
    this.#whereabouts.go(by.place);
    this.summoned.set(by);
  }
}
