import type { Actor } from '../contract/capabilities.ts';
import type { TerminalAccess } from '../contract/messages.ts';
import { HostError } from '../failure.ts';

type Person = Pick<Actor, 'id' | 'name'>;

/**
 * Who may type into a terminal. Whoever opened it holds it; others look on, ask, and may take it when its holder looks
 * at it no more. An open terminal is everybody's. A person counts, not a page: two tabs of one person both type.
 */
export class Desk {
  #holder: Person;
  #open = false;

  constructor(opener: Person) {
    this.#holder = opener;
  }

  describe(): TerminalAccess {
    const { id, name } = this.#holder;
    return { open: this.#open, holder: { id, name } };
  }

  mayType(person: Person): boolean {
    return this.#open || person.id === this.#holder.id;
  }

  /** @param present the people who look at the terminal */
  take(person: Person, present: ReadonlySet<string>): void {
    if (!this.mayType(person) && present.has(this.#holder.id)) throw new HostError('terminal_held');
    this.#holder = person;
    this.#open = false;
  }

  give(from: Person, to: Person): void {
    this.#requireHolder(from);
    this.#holder = to;
  }

  setOpen(person: Person, open: boolean): void {
    if (!this.#open) this.#requireHolder(person);
    this.#holder = person;
    this.#open = open;
  }

  #requireHolder({ id }: Person): void {
    if (id !== this.#holder.id) throw new HostError('terminal_held');
  }
}
