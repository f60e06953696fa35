import type { Actor, Participant } from '../access/actor.ts';

/** Whose end it is: the person's session, the right to what the connection is about, or this process. */
export type EndCause = 'session' | 'subject' | 'stopping';

interface OpenConnection {
  actor: Actor;
  /** What the connection is about, such as a project's id; a change of role there ends it. */
  subject: string | undefined;
  end(reason: string, cause: EndCause): void;
}

/**
 * Every long-lived connection of this process. Sessions and roles are checked when a connection opens; ending it when
 * either changes is what makes the check hold afterwards.
 */
export class Connections {
  readonly #open = new Set<OpenConnection>();

  /** @returns the function to call when the connection has closed by itself. */
  add(connection: OpenConnection): () => void {
    this.#open.add(connection);
    return () => this.#open.delete(connection);
  }

  /** Ends the connections of a session, or of a guest's visit. @returns how many there were. */
  endSession(sessionId: string, reason: string): number {
    return this.#end(({ actor }) => isParticipant(actor) && actor.sessionId === sessionId, reason, 'session');
  }

  /** Ends a person's connections about a subject, or everybody's when no person is named. */
  endSubject(subject: string, reason: string, personId?: string): number {
    return this.#end(
      (connection) =>
        connection.subject === subject &&
        (personId === undefined || (isParticipant(connection.actor) && connection.actor.id === personId)),
      reason,
      'subject',
    );
  }

  endAll(reason: string): number {
    return this.#end(() => true, reason, 'stopping');
  }

  #end(matches: (connection: OpenConnection) => boolean, reason: string, cause: EndCause): number {
    const ending = [...this.#open].filter(matches);
    for (const connection of ending) {
      this.#open.delete(connection);
      connection.end(reason, cause);
    }
    return ending.length;
  }
}

function isParticipant(actor: Actor): actor is Participant {
  return actor.kind === 'person' || actor.kind === 'guest';
}
