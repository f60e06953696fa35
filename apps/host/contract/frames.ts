import type { Capability } from './access.ts';

/**
 * Binary WebSocket messages: one byte kind, four bytes terminal id (big endian), then the payload.
 * - input (page to host): what was typed, UTF-8.
 * - output (host to page): bytes for the terminal. They are UTF-8, but a character may be cut between two frames.
 * - snapshot (host to page): reset the terminal, then write these bytes: they draw scrollback, screen and modes.
 */
export const frameKinds = { input: 1, output: 2, snapshot: 3 } as const;
export type FrameKind = keyof typeof frameKinds;

/** Frames that a page may send, and what they need. */
export const frameCapabilities = { input: 'run' } as const satisfies Partial<Record<FrameKind, Capability>>;

export const frameHeaderLength = 5;

export interface Frame {
  readonly kind: FrameKind;
  readonly terminal: number;
  readonly payload: Uint8Array;
}

export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frameHeaderLength + frame.payload.length);
  bytes[0] = frameKinds[frame.kind];
  new DataView(bytes.buffer).setUint32(1, frame.terminal);
  bytes.set(frame.payload, frameHeaderLength);
  return bytes;
}

/** The frame in these bytes (the payload is a view of them), or undefined when they are not one. */
export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < frameHeaderLength) return undefined;
  const kind = (Object.keys(frameKinds) as FrameKind[]).find((name) => frameKinds[name] === bytes[0]);
  if (kind === undefined) return undefined;
  const terminal = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(1);
  return { kind, terminal, payload: bytes.subarray(frameHeaderLength) };
}
