import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import { encode, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';

/**
 * The messages of the document socket, as Hocuspocus frames them: the name of a document, a type, its content. They are
 * written by hand because the provider of Hocuspocus counts acknowledgements of a broken connection for the next one
 * and queues every edit that is made offline; here each edit knows whether it is on disk.
 */
const types = {
  sync: 0,
  awareness: 1,
  authentication: 2,
  queryAwareness: 3,
  stateless: 5,
  close: 7,
  syncStatus: 8,
  ping: 9,
  pong: 10,
} as const;

/** The kinds of y-protocols/sync. */
const steps = { vector: 0, difference: 1, update: 2 } as const;

const permissions = { token: 0, denied: 1, granted: 2 } as const;

export type Incoming =
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'vector' | 'difference' | 'update' | 'awareness';
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'granted' | 'denied'; readonly name: string; readonly text: string }
  | { readonly kind: 'event'; readonly name: string; readonly text: string }
  /** The oldest unanswered difference or update: true when it is on disk, false when it was dropped. */
  | { readonly kind: 'written'; readonly name: string; readonly taken: boolean }
  | { readonly kind: 'closed'; readonly name: string }
  | { readonly kind: 'other' };

export type Message = Uint8Array<ArrayBuffer>;

const message = (name: string, type: number, write: (encoder: Parameters<Parameters<typeof encode>[0]>[0]) => void) =>
  encode((encoder) => {
    writeVarString(encoder, name);
    writeVarUint(encoder, type);
    write(encoder);
  });

const syncMessage = (step: number) => (name: string, bytes: Uint8Array) =>
  message(name, types.sync, (encoder) => {
    writeVarUint(encoder, step);
    writeVarUint8Array(encoder, bytes);
  });

/** Asks to take part in a document. Who asks is known from the connection, so the token is empty. */
export const joinMessage = (name: string) =>
  message(name, types.authentication, (encoder) => {
    writeVarUint(encoder, permissions.token);
    writeVarString(encoder, '');
    writeVarString(encoder, '4');
  });

export const leaveMessage = (name: string) => message(name, types.close, (encoder) => writeVarString(encoder, ''));
export const vectorMessage = syncMessage(steps.vector);
export const differenceMessage = syncMessage(steps.difference);
export const updateMessage = syncMessage(steps.update);

export const awarenessMessage = (name: string, bytes: Uint8Array) =>
  message(name, types.awareness, (encoder) => writeVarUint8Array(encoder, bytes));

/** Answered with everybody's awareness, which is also a sign of life. */
export const queryAwarenessMessage = (name: string) => message(name, types.queryAwareness, () => undefined);

export const pongMessage = encode((encoder) => writeVarUint(encoder, types.pong));

export function readMessage(bytes: Uint8Array): Incoming {
  if (bytes.length === 1 && bytes[0] === types.ping) return { kind: 'ping' };
  try {
    const decoder = createDecoder(bytes);
    return readBody(readVarString(decoder), decoder);
  } catch {
    return { kind: 'other' };
  }
}

function readBody(name: string, decoder: Decoder): Incoming {
  switch (readVarUint(decoder)) {
    case types.sync:
      return readSync(name, decoder);
    case types.awareness:
      return { kind: 'awareness', name, bytes: readVarUint8Array(decoder) };
    case types.authentication: {
      const kind = readVarUint(decoder) === permissions.granted ? 'granted' : 'denied';
      return { kind, name, text: hasContent(decoder) ? readVarString(decoder) : '' };
    }
    case types.stateless:
      return { kind: 'event', name, text: readVarString(decoder) };
    case types.syncStatus:
      // A varint of 0 or 1 in Hocuspocus; both are the same byte as a varuint.
      return { kind: 'written', name, taken: readVarUint(decoder) === 1 };
    case types.close:
      return { kind: 'closed', name };
    default:
      return { kind: 'other' };
  }
}

function readSync(name: string, decoder: Decoder): Incoming {
  const step = readVarUint(decoder);
  const bytes = readVarUint8Array(decoder);
  if (step === steps.vector) return { kind: 'vector', name, bytes };
  return { kind: step === steps.difference ? 'difference' : 'update', name, bytes };
}
