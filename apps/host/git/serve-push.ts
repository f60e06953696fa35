import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Actor } from '../contract/capabilities.ts';
import { temporaryPath } from '../files/stage.ts';
import type { Host } from '../host.ts';
import { identityOf } from './actor-identity.ts';
import { refusalOf } from './serve-rules.ts';
import type { Pushed } from './serve-rules.ts';
import { exchange } from './serve.ts';

/**
 * Settings of a push. Git itself updates the work tree when the branch that is checked out is pushed to, and refuses when
 * files differ from its last commit; the rules before say so in better words.
 */
const settings = [
  'receive.denyCurrentBranch=updateInstead',
  'receive.denyDeleteCurrent=refuse',
  'receive.advertisePushOptions=true',
  'receive.autogc=false',
  'receive.keepAlive=5',
];

/** The hook tells the host what is pushed, over a socket that only this push knows, and waits for what it says. */
const hook = `
const { GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates } = process.env;
let updates = '', answer = '';
process.stdin.setEncoding('utf8').on('data', (text) => (updates += text)).on('end', () => {
  const socket = require('node:net').connect(process.env.ECODE_PUSH);
  socket.setEncoding('utf8').on('data', (text) => (answer += text)).on('error', () => process.exit(1)).on('end', () => {
    if (answer === 'accepted') process.exit(0);
    process.stderr.write(answer + '\\n', () => process.exit(1));
  });
  socket.end(JSON.stringify({ objects, alternates, updates }));
});`;

const asked = z.object({ objects: z.string().optional(), alternates: z.string().optional(), updates: z.string() });

/** Receives a push. What it changes in the work tree is the pusher's, and open documents follow. */
export async function receive(
  host: Host,
  actor: Actor,
  streams: { request: IncomingMessage; response: ServerResponse; conversation?: boolean },
): Promise<void> {
  const folder = await temporaryPath(host.state);
  await mkdir(join(folder, 'hooks'), { recursive: true, mode: 0o700 });
  const script = '#!/bin/sh\nexec "$ECODE_NODE" -e "$ECODE_HOOK"\n';
  await writeFile(join(folder, 'hooks/pre-receive'), script, { mode: 0o700 });
  const address = join(folder, 'ask');
  let done = (): void => undefined;
  const finished = new Promise<void>((resolve) => (done = resolve));
  const close = await listen(address, (pushed) => decide(host, actor, pushed, finished));
  try {
    await exchange({
      ...streams,
      root: host.root,
      service: 'receive-pack',
      settings: [...settings, `core.hooksPath=${join(folder, 'hooks')}`],
      environment: { ...identityOf(actor), ECODE_PUSH: address, ECODE_NODE: process.execPath, ECODE_HOOK: hook },
    });
  } finally {
    done();
    close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Says `accepted` or why not. From then until git has ended, changes of files are the pusher's. */
async function decide(host: Host, actor: Actor, pushed: Pushed, finished: Promise<void>): Promise<string> {
  const refusal = await refusalOf(host, pushed);
  if (refusal !== undefined) return refusal;
  void host.documents.loaded?.during({ kind: 'git', name: actor.name }, () => finished);
  return 'accepted';
}

async function listen(address: string, answer: (pushed: Pushed) => Promise<string>): Promise<() => void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    readAll(socket)
      .then((text) => answer(readPush(text)))
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

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const piece of socket.setEncoding('utf8').iterator({ destroyOnReturn: false })) text += String(piece);
  return text;
}

function readPush(text: string): Pushed {
  const { objects, alternates, updates } = asked.parse(JSON.parse(text));
  return {
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
