import { get } from 'node:http';
import { report, timed, until } from './figures.ts';
import type { Figure } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';

/**
 * From choosing a template to the first byte of its running preview, step by step as the screens do it: make the project,
 * wake it, press Run (which installs what is missing), open the preview's one-time address and follow it to the app.
 * The first round of a template is cold: nothing of it is in this installation yet. Arguments: rounds (default 4).
 */
const rounds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 4);
const GOALS: Record<string, { cold: number; warm: number } | undefined> = {
  'node-express': { cold: 10, warm: 2 },
  'static-site': { cold: 10, warm: 2 },
  'python-flask': undefined,
};

interface Round {
  create: number;
  wake: number;
  install: number;
  listen: number;
  firstByte: number;
}

interface RunState {
  status: string;
  summary: string | null;
  ports: number[];
}

async function walk(product: Product, template: string): Promise<Round> {
  const create = await timed(() => product.call<Project>('POST', '/projects', { template }));
  const project = create.result;
  const host = `/projects/${project.id}/host`;
  const wake = await timed(() => product.call('POST', `/projects/${project.id}/session`));
  const pressed = performance.now();
  await product.call('POST', `${host}/run/start`, {});
  let installed = pressed;
  const port = await until(
    async () => {
      const state = await product.call<RunState>('GET', `${host}/run`);
      if (state.status === 'exited') throw new Error(`${template} ended: ${state.summary}`);
      if (state.status === 'installing') installed = performance.now();
      return state.ports[0];
    },
    { seconds: 120, everyMs: 10, what: `a port of ${template}` },
  );
  const listening = performance.now();
  const answer = await timed(() => openPreview(product, project, port));
  if (answer.result !== 200) throw new Error(`The preview of ${template} answered ${answer.result}.`);
  await product.call('POST', `/projects/${project.id}/session/stop`);
  return {
    create: create.milliseconds,
    wake: wake.milliseconds,
    install: installed - pressed,
    listen: listening - installed,
    firstByte: answer.milliseconds,
  };
}

/** Follows the one-time address as a browser does. @returns the status of the app's first answer */
async function openPreview(product: Product, project: Project, port: number): Promise<number> {
  const { url } = await product.call<{ url: string }>('POST', `/projects/${project.id}/previews`, { port });
  let next = new URL(url);
  let cookie = '';
  for (let step = 0; step < 5; step += 1) {
    const answer = await askApp(next, cookie);
    if (answer.location === undefined) return answer.status;
    cookie = answer.cookie ?? cookie;
    next = new URL(answer.location, next);
  }
  throw new Error('The preview leads round in circles.');
}

/** Names below localhost are this machine for browsers; not every resolver of the system knows it. */
function askApp(url: URL, cookie: string): Promise<{ status: number; location?: string; cookie?: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: url.port, path: `${url.pathname}${url.search}` };
    get({ ...options, headers: { host: url.host, cookie } }, (answer) => {
      answer.resume();
      const { location, 'set-cookie': cookies } = answer.headers;
      const given = cookies?.[0]?.split(';', 1)[0];
      resolve({
        status: answer.statusCode ?? 0,
        ...(location === undefined ? {} : { location }),
        ...(given === undefined ? {} : { cookie: given }),
      });
    }).once('error', reject);
  });
}

const total = ({ create, wake, install, listen, firstByte }: Round): number =>
  (create + wake + install + listen + firstByte) / 1000;

function describe({ create, wake, install, listen, firstByte }: Round): string {
  const parts = { create, wake, install, listen, 'first byte': firstByte };
  return Object.entries(parts)
    .map(([name, milliseconds]) => `${name} ${Math.round(milliseconds)}`)
    .join(', ');
}

await withProduct(async (product) => {
  const figures: Figure[] = [];
  for (const [template, goal] of Object.entries(GOALS)) {
    const cold = await walk(product, template);
    const warm: Round[] = [];
    for (let count = 1; count < rounds; count += 1) warm.push(await walk(product, template));
    const middle = warm.toSorted((left, right) => total(left) - total(right))[warm.length >> 1] ?? cold;
    const rows = { cold, warm: middle };
    for (const [name, round] of Object.entries(rows)) {
      const limit = goal?.[name as 'cold' | 'warm'];
      figures.push({
        name: `${template}, ${name}`,
        value: total(round),
        unit: 's',
        ...(limit === undefined ? {} : { goal: { atMost: limit } }),
        note: `ms: ${describe(round)}`,
      });
    }
  }
  report('From template to the first byte of the running preview', figures);
});
