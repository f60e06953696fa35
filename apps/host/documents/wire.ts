import * as encoding from 'lib0/encoding';
import type { DocumentEvent } from '../contract/documents.ts';

/** Types of messages that the protocols of y-websocket (0 to 3) and Hocuspocus (all) agree on. */
export const messageTypes = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  stateless: 5,
  close: 7,
  syncStatus: 8,
} as const;

export const syncTypes = { stateVector: 0, answer: 1, update: 2 } as const;
export const authTypes = { token: 0, denied: 1, granted: 2 } as const;

function message(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export const syncMessage = (type: keyof typeof syncTypes, content: Uint8Array): Uint8Array =>
  message((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.sync);
    encoding.writeVarUint(encoder, syncTypes[type]);
    encoding.writeVarUint8Array(encoder, content);
  });

export const grantedMessage = (mayWrite: boolean): Uint8Array =>
  message((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.auth);
    encoding.writeVarUint(encoder, authTypes.granted);
    encoding.writeVarString(encoder, mayWrite ? 'read-write' : 'readonly');
  });

export const deniedMessage = (reason: string): Uint8Array =>
  message((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.auth);
    encoding.writeVarUint(encoder, authTypes.denied);
    encoding.writeVarString(encoder, reason);
  });

export const closeMessage = (reason: string): Uint8Array =>
  message((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.close);
    encoding.writeVarString(encoder, reason);
  });

export const statelessMessage = (event: DocumentEvent): Uint8Array =>
  message((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.stateless);
    encoding.writeVarString(encoder, JSON.stringify(event));
  });

/** Answers one update of a client: it is kept, or it was dropped. */
export const statusMessage = (kept: boolean): Uint8Array =>
  message((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.syncStatus);
    encoding.writeVarInt(encoder, kept ? 1 : 0);
  });

export interface AwarenessEntry {
  readonly client: number;
  readonly clock: number;
  /** JSON; `null` when the client left. */
  readonly state: string;
}

export const awarenessMessage = (entries: readonly AwarenessEntry[]): Uint8Array =>
  message((encoder) => {
    const update = encoding.createEncoder();
    encoding.writeVarUint(update, entries.length);
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(update, client);
      encoding.writeVarUint(update, clock);
      encoding.writeVarString(update, state);
    }
    encoding.writeVarUint(encoder, messageTypes.awareness);
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
  });

/** The name of a document in front of each message, as Hocuspocus has it. */
export function namePrefix(name: string): Uint8Array {
  return message((encoder) => encoding.writeVarString(encoder, name));
}
