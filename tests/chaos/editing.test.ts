import { join } from 'node:path';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Client } from '@e-code/journeys/client';
import { Project } from '@e-code/journeys/project';
import { makeDataDirectory, removeData, startServer } from '@e-code/journeys/server';
import type { RunningServer } from '@e-code/journeys/server';
import { findLeftovers } from '@e-code/port-sandbox/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { seededRandom } from './random.ts';
import { killVictim, removeSandboxes } from './victims.ts';

const ROUNDS = Number(process.env['CHAOS_EDITING_ROUNDS'] ?? 10);
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const victims = ['host', 'sandbox', 'server'] as const;
type Victim = (typeof victims)[number];

let dataDirectory: string;
let server: RunningServer;
let client: Client;
let project: Project;

beforeAll(async () => {
  dataDirectory = await makeDataDirectory();
  server = await startServer({ dataDirectory });
  client = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(client, 'bash', 'Edited');
  await project.write('notes.txt', 'end\n');
});
afterAll(async () => {
  await server?.interrupt();
  await removeSandboxes(dataDirectory);
  await removeData(dataDirectory);
});

/** A person's tab, with a stock client and what it remembers of the text while nothing answers. */
class Tab {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText('text');
  #socket: HocuspocusProviderWebsocket | undefined;
  #provider: HocuspocusProvider | undefined;

  async open(): Promise<void> {
    this.close();
    const opened = await project.ask('documents.open', {}, { json: { path: 'notes.txt' } });
    if (opened.status !== 200) throw new Error(`${opened.status} ${opened.text}`);
    const { cookie = '', origin } = client;
    const headers = { cookie };
    const url = `${origin.replace('http', 'ws')}/api/projects/${project.id}/documents`;
    const Socket = class extends WebSocket {
      constructor(address: string | URL) {
        super(address, { origin, headers });
      }
    };
    this.#socket = new HocuspocusProviderWebsocket({
      url,
      WebSocketPolyfill: Socket,
      delay: 100,
      minDelay: 100,
      maxDelay: 500,
    });
    this.#provider = new HocuspocusProvider({
      name: opened.body.name,
      document: this.doc,
      websocketProvider: this.#socket,
      token: 'none',
    });
    this.#provider.attach();
  }

  get saved(): boolean {
    return this.#provider?.isSynced === true && !this.#provider.hasUnsyncedChanges;
  }

  close(): void {
    this.#provider?.destroy();
    this.#socket?.destroy();
  }
}

async function kill(victim: Victim): Promise<void> {
  if (victim !== 'server') return void (await killVictim(victim, dataDirectory));
  await server.kill();
  server = await startServer({ dataDirectory, port: Number(new URL(server.origin).port) });
}

/** The person goes on: the project is started again by whoever asks, as the page does it. */
const wake = (): Promise<void> =>
  vi.waitFor(
    async () => {
      await client.do('POST', `/projects/${project.id}/session`, {});
      expect((await project.read('notes.txt')).status).toBe(200);
    },
    { timeout: 60_000, interval: 100 },
  );

it(`has every key once, in the editors and on the disk, after ${ROUNDS} kills (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const tabs = [new Tab(), new Tab()] as const;
  for (const tab of tabs) await tab.open();
  await vi.waitFor(() => expect(tabs.map(({ text }) => text.toJSON())).toEqual(['end\n', 'end\n']), 20_000);
  let typed = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const victim = victims[Math.floor(random() * victims.length)] ?? 'host';
    const killing = Promise.withResolvers<void>();
    // Only time lands within a write.
    setTimeout(() => void kill(victim).then(killing.resolve, killing.reject), 20 + random() * 400);
    for (let key = 0; key < 40; key += 1) {
      const letter = String.fromCharCode(97 + (key % 26));
      tabs[0].text.insert(typed.length, letter);
      typed += letter;
      // The time between two keys.
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await killing.promise;
    await wake();
    await vi.waitFor(
      () => expect([round, victim, ...tabs.map(({ saved }) => saved)]).toEqual([round, victim, true, true]),
      {
        timeout: 60_000,
        interval: 50,
      },
    );
    // What is saved is on the disk at once; the tab that only reads gets it when its connection is back.
    expect((await project.read('notes.txt')).text).toBe(`${typed}end\n`);
    const texts = () => [round, victim, ...tabs.map(({ text }) => text.toJSON())];
    await vi.waitFor(() => expect(texts()).toEqual([round, victim, `${typed}end\n`, `${typed}end\n`]), 30_000);
  }
  for (const tab of tabs) tab.close();
  await server.interrupt();
  expect(await findLeftovers(join(dataDirectory, 'sandboxes'))).toEqual([]);
}, 600_000);
