import { join } from 'node:path';
import { findLeftovers } from '@e-code/port-sandbox/testing';
import { Client } from '@e-code/journeys/client';
import { Project } from '@e-code/journeys/project';
import { makeDataDirectory, removeData, startServer } from '@e-code/journeys/server';
import type { RunningServer } from '@e-code/journeys/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from './random.ts';
import { Typist } from './typist.ts';
import { killVictim, processesOf, removeSandboxes, victims } from './victims.ts';
import type { Victim } from './victims.ts';

const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 50);
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

let dataDirectory: string;
let server: RunningServer;
let project: Project;

beforeAll(async () => {
  dataDirectory = await makeDataDirectory();
  server = await startServer({ dataDirectory });
  const client = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(client, 'bash', 'Typed');
});
afterAll(async () => {
  await server?.interrupt();
  await removeSandboxes(dataDirectory);
  await removeData(dataDirectory);
});

async function kill(victim: Victim): Promise<number> {
  if (victim !== 'server') return killVictim(victim, dataDirectory);
  await server.kill();
  return 1;
}

/** What a person would do: the server is started again; everything else must come back by itself. */
async function bringUp(victim: Victim): Promise<void> {
  if (victim === 'server') server = await startServer({ dataDirectory, port: Number(new URL(server.origin).port) });
}

/** Types until the victim is killed, which happens somewhere between or within the writes that follow. */
async function typeUntilKilled(typist: Typist, victim: Victim, random: () => number): Promise<void> {
  const enough = typist.count + 2 + Math.floor(random() * 6);
  await expect
    .poll(() => typist.type().then(() => typist.count), { timeout: 60_000, interval: 5 })
    .toBeGreaterThan(enough);
  // Only time lands within a write; the length of one was measured at 2 to 6 ms.
  const killed = Promise.withResolvers<number>();
  setTimeout(() => void kill(victim).then(killed.resolve, killed.reject), random() * 8);
  let dead = false;
  void killed.promise.finally(() => (dead = true));
  while (!dead) await typist.type();
  expect(await killed.promise).toBeGreaterThan(0);
  // At least one more write meets the gap.
  await typist.type();
}

/**
 * Waits until the file can be read. A project that ended by itself again and again is not started by requests for a while,
 * so the person presses the button that its message names. @returns what was lost
 */
async function readAgain(typist: Typist): Promise<string | undefined> {
  return vi.waitFor(
    async () => {
      await project.client.do('POST', `/projects/${project.id}/session`, {});
      return typist.compare();
    },
    { timeout: 30_000, interval: 50 },
  );
}

describe('saving', () => {
  it(`loses nothing that was acknowledged in ${ROUNDS} kills (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const typist = new Typist(project, 'notes.txt', random);
    await typist.begin();
    for (let round = 0; round < ROUNDS; round += 1) {
      const victim = victims[Math.floor(random() * victims.length)] ?? 'server';
      await typeUntilKilled(typist, victim, random);
      await bringUp(victim);
      const lost = await readAgain(typist).catch((error: unknown) => {
        throw new Error(`Round ${round}, ${victim}\n${server.output().slice(-4_000)}`, { cause: error });
      });
      expect([round, victim, lost]).toEqual([round, victim, undefined]);
    }
    process.stdout.write(
      `  ${typist.count} writes were acknowledged; refused were ${JSON.stringify([...typist.refusals])}\n`,
    );
    expect([...typist.refusals.keys()].filter((what) => /^500|undefined/.test(what))).toEqual([]);
    expect(await project.write('after.txt', 'all is well').then(({ status }) => status)).toBe(200);
  }, 600_000);

  it('leaves no process, mount, device or group behind when it ends', async () => {
    await server.interrupt();
    expect(await findLeftovers(join(dataDirectory, 'sandboxes'))).toEqual([]);
    expect(await processesOf(dataDirectory)).toEqual([]);
  });
});
