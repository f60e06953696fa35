import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameGate } from './frame-gate.ts';

function frame(length: number): Buffer {
  return Buffer.concat([Buffer.from([0x82, ...lengthBytes(length)]), Buffer.alloc(length, 7)]);
}

function lengthBytes(length: number): number[] {
  if (length < 126) return [length];
  if (length < 65_536) return [126, length >> 8, length & 255];
  return [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
}

function collect(gate: FrameGate): () => Buffer {
  const parts: Buffer[] = [];
  gate.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts);
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const close = Buffer.from([0x88, 5, 4401 >> 8, 4401 & 255, ...Buffer.from('bye')]);

it('ends between two frames at once, and drops what comes after', async () => {
  const gate = new FrameGate();
  const seen = collect(gate);
  gate.write(frame(10));
  gate.close(4401, 'bye');
  gate.write(frame(3));
  await settled();
  expect(seen()).toEqual(Buffer.concat([frame(10), close]));
});

it('lets a frame that began become whole, wherever it was cut into pieces', async () => {
  const lengths = fc.array(fc.oneof(fc.nat(200), fc.constantFrom(125, 126, 127, 65_535, 65_536)), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      lengths,
      fc.infiniteStream(fc.integer({ min: 1, max: 9_000 })),
      fc.nat(),
      async (all, cuts, at) => {
        const frames = all.map((length) => frame(length));
        const bytes = Buffer.concat(frames);
        const end = at % bytes.length;
        const gate = new FrameGate();
        const seen = collect(gate);
        let sent = 0;
        for (const cut of cuts) {
          if (sent >= end) gate.close(4401, 'bye');
          if (sent >= bytes.length) break;
          gate.write(bytes.subarray(sent, sent + cut));
          sent += cut;
        }
        await settled();
        // The frames that had begun when the end was asked for, and no other.
        const passed = seen();
        const starts = frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).length);
        expect(passed.subarray(-close.length)).toEqual(close);
        expect([0, ...starts]).toContain(passed.length - close.length);
        expect(passed.length - close.length).toBeGreaterThanOrEqual(end);
      },
    ),
    { numRuns: 60 },
  );
});

it('cuts a reason that does not fit, between two characters', async () => {
  const gate = new FrameGate();
  const seen = collect(gate);
  gate.close(4404, 'ä'.repeat(100));
  await settled();
  expect(seen()).toEqual(Buffer.from([0x88, 124, 4404 >> 8, 4404 & 255, ...Buffer.from('ä'.repeat(61))]));
});
