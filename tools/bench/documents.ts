import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { TextClient } from './documents-client.ts';
import { ask, startOwn, startPeer, type TextServer } from './documents-servers.ts';
import { type Figure, median, quantile, report, until } from './figures.ts';

/**
 * Texts edited together: the project host, with rights, log and files, beside a bare y-websocket server of the same run,
 * both driven by the same clients over the same protocol. Build first: node apps/host/build.ts
 */
const ROUNDS = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 12);
const CLIENTS = 10;
const KEYS = 400;
/** A flood takes as long as all keys of a pass. */
const FLOODS = 3;
const WARM_KEYS = 100;
const FLOOD_EDITS = 400;

const patience = { seconds: 10, everyMs: 2, what: 'the text on the disk' };

async function withClients<T>(url: string, count: number, work: (clients: TextClient[]) => Promise<T>): Promise<T> {
  const clients = await Promise.all(Array.from({ length: count }, () => TextClient.open(url)));
  try {
    return await work(clients);
  } finally {
    for (const client of clients) client.close();
  }
}

const lengthIs = (clients: readonly TextClient[], length: number): Promise<unknown> =>
  Promise.all(clients.map((client) => client.until(() => client.text.length >= length)));

/** One key at a time, from one client until the next one has it. */
async function typeKeys(clients: readonly TextClient[]): Promise<number[]> {
  const took: number[] = [];
  for (let key = 0; key < WARM_KEYS + KEYS; key += 1) {
    const [from, to] = [clients[key % clients.length], clients[(key + 1) % clients.length]];
    if (from === undefined || to === undefined) continue;
    const length = from.text.length + 1;
    const begin = performance.now();
    from.text.insert(0, 'k');
    await to.until(() => to.text.length >= length);
    took.push(performance.now() - begin);
    await lengthIs(clients, length);
  }
  return took.slice(WARM_KEYS);
}

/** Every client edits as fast as it can; edits in a second until all have all. */
async function flood(clients: readonly TextClient[]): Promise<number> {
  const length = (clients[0]?.text.length ?? 0) + clients.length * FLOOD_EDITS;
  const begin = performance.now();
  for (let burst = 0; burst < FLOOD_EDITS / 10; burst += 1) {
    for (const { text } of clients) {
      for (let edit = 0; edit < 10; edit += 1) text.insert(Math.floor(text.length / 2), 'f');
    }
    await turn();
  }
  await lengthIs(clients, length);
  return (clients.length * FLOOD_EDITS) / ((performance.now() - begin) / 1000);
}

async function measure(server: TextServer): Promise<number[]> {
  const { url } = await server.open('');
  return withClients(url, CLIENTS, typeKeys);
}

async function measureFlood(server: TextServer): Promise<number> {
  const { url } = await server.open('');
  return withClients(url, CLIENTS, flood);
}

/** 50 people, 20 edits a second each, for five seconds: how long an edit takes to all, and whether all end up equal. */
async function crowd(server: TextServer): Promise<{ all: number[]; rate: number; equal: boolean }> {
  const { url, path } = await server.open('');
  return withClients(url, 50, async (clients) => {
    const begin = performance.now();
    const all: number[] = [];
    for (let step = 0; step < 100; step += 1) {
      const due = begin + step * 50;
      await delay(Math.max(0, due - performance.now()));
      for (const [index, { text }] of clients.entries()) text.insert((index * 7 + step) % (text.length + 1), 'c');
      const sent = performance.now();
      if (step % 10 === 0) void lengthIs(clients, 50 * (step + 1)).then(() => all.push(performance.now() - sent));
    }
    await lengthIs(clients, 5000);
    const rate = 5000 / ((performance.now() - begin) / 1000);
    const [first] = clients;
    const text = first?.content ?? '';
    if (path === '') return { all, rate, equal: clients.every(({ content }) => content === text) };
    const same = async (): Promise<true | undefined> => ((await readFile(path, 'utf8')) === text ? true : undefined);
    return { all, rate, equal: clients.every(({ content }) => content === text) && (await until(same, patience)) };
  });
}

/** A program writes the file: until every editor shows it. */
async function outsideWrites(server: TextServer): Promise<number[]> {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join('');
  const { url, path } = await server.open(lines);
  return withClients(url, 5, async (clients) => {
    const took: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const begin = performance.now();
      await writeFile(path, lines.replace('line 500', `round ${round}`));
      await Promise.all(clients.map((client) => client.until(() => client.content.includes(`round ${round}\n`))));
      took.push(performance.now() - begin);
      await delay(30);
    }
    return took;
  });
}

/** A key until it is on the disk by itself, and the barrier with ten pending files. */
async function writing(server: TextServer & { port: number }): Promise<{ disk: number[]; barrier: number[] }> {
  const opened = await Promise.all(Array.from({ length: 10 }, () => server.open('text\n')));
  const clients = await Promise.all(opened.map(({ url }) => TextClient.open(url)));
  const disk: number[] = [];
  const barrier: number[] = [];
  const [one, file] = [clients[0], opened[0]];
  for (let key = 0; key < 20; key += 1) {
    const begin = performance.now();
    one?.text.insert(0, 'd');
    const text = one?.content;
    await until(async () => ((await readFile(file?.path ?? '', 'utf8')) === text ? true : undefined), patience);
    disk.push(performance.now() - begin);
  }
  for (let round = 0; round < 20; round += 1) {
    for (const { text } of clients) text.insert(0, 'b');
    await delay(5);
    const begin = performance.now();
    await ask(`http://127.0.0.1:${server.port}`, 'documents.flush', {});
    barrier.push(performance.now() - begin);
  }
  for (const client of clients) client.close();
  return { disk, barrier };
}

/** Resident memory in MiB. */
const residentOf = async (pid: number): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;

const folder = await mkdtemp(join(tmpdir(), 'bench-documents-'));
const stops: (() => Promise<void>)[] = [];
try {
  const [peer, own] = await Promise.all([startPeer(join(folder, 'peer')), startOwn(join(folder, 'own'))]);
  stops.push(peer.stop, own.stop);
  const passes: Record<string, number[][]> = { [peer.name]: [], [own.name]: [] };
  const floods: Record<string, number[]> = { [peer.name]: [], [own.name]: [] };
  // Code gets its speed by being used: the first pass of each is not counted.
  for (const server of [peer, own]) await measure(server);
  // In turns, so that what else happens on the machine meets both.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const server of round % 2 === 0 ? [peer, own] : [own, peer]) {
      passes[server.name]?.push(await measure(server));
      if (round < FLOODS) floods[server.name]?.push(await measureFlood(server));
    }
  }
  const alone = await crowd(peer);
  const together = await crowd(own);
  const outside = await outsideWrites(own);
  const { disk, barrier } = await writing(own);
  const keys = (name: string, share: number): number =>
    median((passes[name] ?? []).map((pass) => quantile(pass, share)));
  const rate = (name: string): number => median(floods[name] ?? []);
  const resident = await residentOf(own.pid);
  const shares: Figure[] = [0.5, 0.95, 0.99].map((share) => ({
    name: `key to peer, p${share * 100}`,
    value: keys(own.name, share),
    unit: 'ms',
    ...(share === 0.5 && { goal: { atMost: 1.3 * keys(peer.name, share) } }),
    note: `y-websocket ${keys(peer.name, share).toFixed(2)}`,
  }));
  report(`Texts edited together, ${ROUNDS} rounds of ${CLIENTS} clients`, [
    ...shares,
    {
      name: 'flood of 10 clients',
      value: rate(own.name),
      unit: 'edits/s',
      goal: { atLeast: 0.9 * rate(peer.name) },
      note: `y-websocket ${Math.round(rate(peer.name))}`,
    },
    {
      name: '50 clients',
      value: together.rate,
      unit: 'edits/s',
      goal: { atLeast: 950 },
      note: `${together.equal ? 'all equal, file too' : 'DIFFERENT'}; y-websocket ${Math.round(alone.rate)}`,
    },
    {
      name: '50 clients, edit to all, p95',
      value: quantile(together.all, 0.95),
      unit: 'ms',
      goal: { atMost: 100 },
      note: `y-websocket ${Math.round(quantile(alone.all, 0.95))}`,
    },
    { name: 'program writes, to all editors, p95', value: quantile(outside, 0.95), unit: 'ms', goal: { atMost: 250 } },
    { name: 'key to disk, p99', value: quantile(disk, 0.99), unit: 'ms', goal: { atMost: 650 } },
    { name: 'host, resident after all this', value: resident, unit: 'MiB', goal: { atMost: 120 } },
    { name: 'barrier with 10 pending files, p95', value: quantile(barrier, 0.95), unit: 'ms', goal: { atMost: 30 } },
  ]);
} finally {
  await Promise.all(stops.map((stop) => stop()));
  await rm(folder, { recursive: true, force: true });
}
