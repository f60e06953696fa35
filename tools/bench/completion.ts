import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Connection } from '@e-code/host/testing';
import { toAnchor } from '@e-code/host/text';
import type { QuickRoute } from '@e-code/host/contract';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { TextClient } from './documents-client.ts';
import { quantile, report, timed } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';
import { heldBy, processesOf, sum } from './project-memory.ts';

/**
 * Completion in TypeScript, a letter at a time: from the letter until the names are there, through document socket, gateway
 * and host, beside the language server alone in the same run; then the memory of the project with five editors of the file.
 * The same questions as requests of their own, and a request that asks nothing of a server, say what the way costs.
 */
const MODULES = 40;
const FUNCTIONS = 30;
const LETTERS = 120;
const EDITORS = 5;
const WORD = 'module7';

const moduleText = (number: number): string =>
  Array.from(
    { length: FUNCTIONS },
    (_, at) =>
      `/** Says what ${at} of ${number} is. */\nexport function function${number}_${at}(value: string): number {\n  return value.length + ${at};\n}\n`,
  ).join('\n');

const files: Record<string, string> = { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n' };
for (let number = 0; number < MODULES; number += 1) files[`module${number}.ts`] = moduleText(number);
const begin = `${Array.from({ length: MODULES }, (_, number) => `import * as module${number} from './module${number}';`).join('\n')}\n`;
files['main.ts'] = begin;

/** What is typed: the word over and over, each on a line of its own. */
const letters = Array.from({ length: LETTERS }, (_, at) =>
  at % WORD.length === 0 ? `\n${WORD[0]}` : (WORD[at % WORD.length] ?? ''),
);

interface Answer {
  items: unknown[];
}

/** A page's socket, on which it asks. */
class Asking {
  readonly #socket: WebSocket;
  #answered: ((answer: { answer?: unknown; error?: unknown }) => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) return;
      const message = JSON.parse(data.toString()) as { type: string; answer?: unknown; error?: unknown };
      if (message.type === 'answer' || message.type === 'error') this.#answered?.(message);
    });
  }

  static async open(url: string, headers: Record<string, string>): Promise<Asking> {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new Asking(socket);
  }

  async ask<Reply>(route: QuickRoute, input: object): Promise<Reply> {
    const answered = new Promise<{ answer?: unknown; error?: unknown }>((resolve) => (this.#answered = resolve));
    this.#socket.send(JSON.stringify({ type: 'ask', request: 1, route, input }));
    const { answer, error } = await answered;
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return answer as Reply;
  }
}

/** The server by itself, in a folder with the same files. */
async function measureAlone(folder: string): Promise<number[]> {
  const own = createRequire(createRequire(import.meta.url).resolve('typescript/package.json'));
  const native = dirname(own.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`));
  const child = spawn(join(native, 'lib/tsc'), ['--lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const server = new Connection(child.stdout, child.stdin, {
    notified: () => undefined,
    asked: async (method, params) =>
      method === 'workspace/configuration' ? (params as { items: unknown[] }).items.map(() => null) : null,
  });
  const uri = pathToFileURL(join(folder, 'main.ts')).href;
  await server.request('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} });
  server.notify('initialized', {});
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 0, text: begin } });
  let line = begin.split('\n').length - 1;
  let character = 0;
  const times: number[] = [];
  for (const [index, letter] of letters.entries()) {
    const { milliseconds, result } = await timed(async () => {
      const start = { line, character };
      const contentChanges = [{ range: { start, end: start }, text: letter }];
      server.notify('textDocument/didChange', { textDocument: { uri, version: index + 1 }, contentChanges });
      [line, character] = letter.startsWith('\n') ? [line + 1, 1] : [line, character + letter.length];
      return server.request('textDocument/completion', { textDocument: { uri }, position: { line, character } });
    });
    if ((result as Answer | null)?.items.length === 0) throw new Error('The server alone knows no names.');
    times.push(milliseconds);
  }
  child.kill();
  return times;
}

interface Through {
  /** As the page asks. */
  quick: number[];
  /** The same questions as requests. */
  requests: number[];
  /** A request that the host answers by itself. */
  empty: number[];
  /** Until another editor has a letter. */
  letters: number[];
}

/** Opens the file in as many editors, types in the first and asks as the page does. */
async function measureProduct(product: Product, { id }: Project): Promise<Through> {
  const host = `/projects/${id}/host`;
  for (const [path, text] of Object.entries(files)) {
    const headers = { ...product.headers, 'content-type': 'application/octet-stream', 'if-none-match': '*' };
    const address = `${product.origin}/api${host}/files/content?path=${path}`;
    const answer = await fetch(address, { method: 'PUT', headers, body: text });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  const { name } = await product.call<{ name: string }>('POST', `${host}/documents/open`, { path: 'main.ts' });
  const socket = `${product.origin.replace(/^http/, 'ws')}/api/projects/${id}/documents/${name}`;
  const headers = { cookie: product.headers['cookie'] ?? '', origin: product.origin };
  const editors: TextClient[] = [];
  for (let count = 0; count < EDITORS; count += 1) editors.push(await TextClient.open(socket, headers));
  const [editor] = editors;
  if (editor === undefined) throw new Error('There is no editor.');
  await product.call('POST', `${host}/languages/open`, { document: name });
  const page = await Asking.open(socket.replace(/documents.*/, 'socket'), headers);
  const spoken = (question: object) => page.ask<Answer>('languages.complete', question);
  const requested = (question: object) => product.call<Answer>('POST', `${host}/languages/complete`, question);
  const nothing = () => product.call('GET', `${host}/languages/problems`);
  const type = async (ask: (question: object) => Promise<Answer>, letter: string): Promise<number> => {
    const { milliseconds, result } = await timed(async () => {
      editor.text.insert(editor.text.length, letter);
      const vector = Buffer.from(Y.encodeStateVector(editor.doc)).toString('base64');
      const at = toAnchor(editor.text, editor.text.length, -1);
      return ask({ document: name, vector, at });
    });
    if (result.items.length === 0) throw new Error('The host knows no names.');
    return milliseconds;
  };
  const through: Through = { quick: [], requests: [], empty: [], letters: [] };
  for (const letter of letters) through.quick.push(await type(spoken, letter));
  for (const letter of letters) {
    through.requests.push(await type(requested, letter));
    through.empty.push((await timed(nothing)).milliseconds);
    through.letters.push((await timed(() => delivered(editors, letter))).milliseconds);
  }
  return through;
}

/** Types into the first editor, and waits until the second has it; it is taken back. */
async function delivered([editor, other]: readonly TextClient[], letter: string): Promise<void> {
  if (editor === undefined || other === undefined) throw new Error('There are no editors.');
  const length = editor.text.length + letter.length;
  editor.text.insert(0, letter);
  await other.until(() => other.text.length === length);
  editor.text.delete(0, letter.length);
}

await withProduct(async (product) => {
  const folder = await mkdtemp(join(tmpdir(), 'ecode-completion-'));
  try {
    await mkdir(folder, { recursive: true });
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    const project = await product.call<Project>('POST', '/projects', { template: 'blank' });
    await product.call('POST', `/projects/${project.id}/session`);
    const { quick, requests, empty, letters: delivery } = await measureProduct(product, project);
    // The first answer reads the libraries, which happens once.
    const through = quick.slice(1);
    const held = await Promise.all((await processesOf(project.id)).map(heldBy));
    const alone = (await measureAlone(folder)).slice(1);
    report(`Completion in ${MODULES} modules with ${MODULES * FUNCTIONS} functions (${LETTERS - 1} letters)`, [
      { name: 'the server alone, median', value: quantile(alone, 0.5), unit: 'ms' },
      { name: 'through the product, median', value: quantile(through, 0.5), unit: 'ms' },
      { name: '  as requests of their own', value: quantile(requests, 0.5), unit: 'ms' },
      { name: '  a request that asks nothing', value: quantile(empty, 0.5), unit: 'ms' },
      { name: '  a letter to another editor', value: quantile(delivery, 0.5), unit: 'ms' },
      { name: 'the server alone, p95', value: quantile(alone, 0.95), unit: 'ms' },
      { name: 'through the product, p95', value: quantile(through, 0.95), unit: 'ms', goal: { atMost: 150 } },
      { name: '  as requests of their own', value: quantile(requests, 0.95), unit: 'ms' },
      { name: '  a request that asks nothing', value: quantile(empty, 0.95), unit: 'ms' },
      { name: '  a letter to another editor', value: quantile(delivery, 0.95), unit: 'ms' },
      {
        name: `memory with ${EDITORS} editors (RSS)`,
        value: sum(held, 'resident'),
        unit: 'MiB',
        goal: { atMost: 607 },
      },
      ...held.map((one) => ({ name: `  ${one.name}`, value: one.resident, unit: 'MiB' })),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
