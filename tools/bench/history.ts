import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLog, mulberry, summarizeLog, textAtPoint, typedEdits } from '@e-code/host/testing';
import { quantile, report, timed } from './figures.ts';

/** Any point of the history of a file after 100,000 edits, its timeline, and what it takes on the disk. */
const count = Number(process.argv[2] ?? 100_000);
const batch = 20;
const asked = 200;

const folder = await mkdtemp(join(tmpdir(), 'history-'));
try {
  const log = new FileLog(folder);
  const { texts, milliseconds } = await typedEdits(log, { count, batch });
  const random = mulberry(11);
  const cold: number[] = [];
  for (let turn = 0; turn < asked; turn += 1) {
    const known = texts[Math.floor(random() * texts.length)];
    if (known === undefined) continue;
    // A log without anything in memory, as after the start of a host.
    const seek = await timed(() => textAtPoint(new FileLog(folder), known.point));
    if (seek.result !== known.text) throw new Error(`The text at ${known.point} is another one.`);
    cold.push(seek.milliseconds);
  }
  const timeline = await timed(() => summarizeLog(new FileLog(folder)));
  const kilobytes = (await log.size()) / 1000;
  await log.close();
  report(`History of ${count.toLocaleString('en')} edits`, [
    { name: 'text at any point, p95', value: quantile(cold, 0.95), unit: 'ms', goal: { atMost: 100 } },
    { name: '... p50', value: quantile(cold, 0.5), unit: 'ms' },
    { name: '... slowest', value: Math.max(...cold), unit: 'ms' },
    { name: 'timeline', value: timeline.milliseconds, unit: 'ms', note: `${timeline.result} entries` },
    { name: 'recording one edit, on the disk', value: milliseconds / count, unit: 'ms', note: `${batch} at a time` },
    {
      name: 'on the disk',
      value: kilobytes,
      unit: 'kB',
      note: `${((kilobytes * 1000) / count).toFixed(1)} bytes an edit`,
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
