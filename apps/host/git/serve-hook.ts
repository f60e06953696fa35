import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { temporaryPath } from '../files/stage.ts';
import type { Pushed } from './serve-rules.ts';

/** What git asks before it keeps a push, and what it tells after: only then it is known which branches moved. */
export interface Listening {
  /** @returns `accepted`, or why not, for the person who pushes */
  asked(pushed: Pushed): Promise<string>;
  kept(pushed: Pushed): void;
}

export interface Hooks {
  /** For `core.hooksPath`: no hook of the repository runs. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The hook tells the host what is pushed, over a socket that only this push knows, and waits for what it says. */
const program = `
const { GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates } = process.env;
const options = [];
for (let at = 0; at < Number(process.env.GIT_PUSH_OPTION_COUNT ?? 0); at += 1) options.push(process.env['GIT_PUSH_OPTION_' + at]);
let updates = '', answer = '';
process.stdin.setEncoding('utf8').on('data', (text) => (updates += text)).on('end', () => {
  const socket = require('node:net').connect(process.env.ECODE_PUSH);
  socket.setEncoding('utf8').on('data', (text) => (answer += text)).on('error', () => process.exit(1)).on('end', () => {
    if (answer === 'accepted') process.exit(0);
    process.stderr.write(answer + '\\n', () => process.exit(1));
  });
  socket.end(JSON.stringify({ phase: process.env.ECODE_PHASE, objects, alternates, options, updates }));
});`;

const script = (phase: string): string => `#!/bin/sh\nECODE_PHASE=${phase} exec "$ECODE_NODE" -e "$ECODE_HOOK"\n`;

/** Sets the hooks of one push up. */
export async function openHooks(state: string, listening: Listening): Promise<Hooks> {
  const folder = await temporaryPath(state);
  const hooks = join(folder, 'hooks');
  await mkdir(hooks, { recursive: true, mode: 0o700 });
  for (const phase of ['pre-receive', 'post-receive'])
    await writeFile(join(hooks, phase), script(phase), { mode: 0o700 });
  const address = join(folder, 'ask');
  const close = await listen(address, listening);
  return {
    folder: hooks,
    environment: { ECODE_PUSH: address, ECODE_NODE: process.execPath, ECODE_HOOK: program },
    async close() {
      close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(address: string, listening: Listening): Promise<() => void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    readAll(socket)
      .then((text) => hear(text, listening))
      .catch((error: unknown) => {
        console.error(error);
        return 'The push could not be checked, so nothing was changed. Try again.';
      })
      .then(
        (said) => socket.end(said),
        () => socket.destroy(),
      );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve));
  return () => void server.close();
}

async function hear(text: string, listening: Listening): Promise<string> {
  const { phase, ...told } = said.parse(JSON.parse(text));
  const pushed = readPush(told);
  if (phase === 'pre-receive') return listening.asked(pushed);
  listening.kept(pushed);
  return 'accepted';
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const piece of socket.setEncoding('utf8').iterator({ destroyOnReturn: false })) text += String(piece);
  return text;
}

const told = z.object({
  objects: z.string().optional(),
  alternates: z.string().optional(),
  options: z.array(z.string()),
  updates: z.string(),
});
const said = told.extend({ phase: z.enum(['pre-receive', 'post-receive']) });

function readPush({ objects, alternates, options, updates }: z.infer<typeof told>): Pushed {
  return {
    options,
    updates: updates.split('\n').flatMap((line) => {
      const [before = '', after = '', ref = ''] = line.split(' ');
      return ref === '' ? [] : [{ before, after, ref }];
    }),
    // What is pushed lies apart until it is accepted. A push that only deletes brings nothing.
    environment: {
      ...(objects !== undefined && { GIT_OBJECT_DIRECTORY: objects }),
      ...(alternates !== undefined && { GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates }),
    },
  };
}
