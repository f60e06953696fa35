import type { ClientRequest, IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ServerChannel } from 'ssh2';
import { Failure, kernelErrors } from '@e-code/kernel/contract';
import { actorHeader, formatActor, routes } from '@e-code/host/contract';
import type { Actor as HostActor } from '@e-code/host/contract';
import { toFailure } from '@e-code/kernel/server';
import type { Actor, Person } from '@e-code/kernel/server';
import { projectAt } from '../access.ts';
import { recordPush } from '../pushes/record.ts';
import { readCommand, readLfsCommand } from './command.ts';
import type { Command } from './command.ts';
import type { SshParts } from './connection.ts';

/** Opens an exchange with the host of a project in which both sides speak at once. */
export type Talk = (conversation: {
  actor: Actor;
  projectId: string;
  path: string;
  headers: string[];
  body?: Buffer;
}) => Promise<{ asked: ClientRequest; answer: IncomingMessage }>;

const FAILED = 128;
const NOT_SERVED =
  'E-Code serves git over SSH, and nothing else. Give git the address that the project shows under Share.';
/** What a host may say when it refuses; it runs code of users. */
const LONGEST_REFUSAL = 4_000;

export interface Asked {
  readonly person: Person;
  readonly channel: ServerChannel;
  /** What the client wants to run. */
  readonly text: string;
  /** What it said in GIT_PROTOCOL. */
  readonly version: string | undefined;
}

/** Runs what a client asked for, and ends its channel with an exit code and, when it failed, a sentence. */
export async function answerCommand(parts: SshParts, asked: Asked): Promise<void> {
  const { channel, text } = asked;
  channel.on('error', () => channel.destroy());
  try {
    const lfs = readLfsCommand(text);
    if (lfs !== undefined) {
      channel.write(`${JSON.stringify(await parts.grantLfs(asked.person, lfs))}\n`);
      return leave(channel, 0);
    }
    const command = readCommand(text);
    if (command === undefined) return leave(channel, FAILED, NOT_SERVED);
    await exchange(parts, asked, command);
  } catch (error) {
    const { message } = error instanceof Failure ? error : toFailure(error, parts.kernel.log);
    leave(channel, FAILED, message);
  }
}

async function exchange(
  { kernel, projects, authorize, talkToHost }: SshParts,
  { person, channel, version }: Asked,
  { service, repository }: Command,
): Promise<void> {
  const pushes = service === 'git-receive-pack';
  await authorize(pushes ? 'git.push' : 'git.fetch', person, { repository });
  const projectId = await projectAt(projects, kernel.database.read, repository);
  if (projectId === undefined) throw kernelErrors.not_found();
  const owner = pushes && (await projects.roleOf(kernel.database.read, projectId, person.id)) === 'owner';
  const { path } = routes[pushes ? 'repository.pushSession' : 'repository.fetchSession'];
  const headers = headersOf(person, { pushes, owner }, version);
  const { asked, answer } = await talkToHost({ actor: person, projectId, path, headers });
  channel.once('close', () => asked.destroy());
  if (answer.statusCode === 200) {
    const push = { actor: person, projectId, name: repository, over: 'ssh' } as const;
    return join(channel, asked, answer, async () => {
      if (pushes) await recordPush(kernel, push, answer.complete ? answer.trailers : undefined);
    });
  }
  const said = await readSome(answer);
  asked.destroy();
  leave(channel, FAILED, said.trim());
}

function headersOf(
  { id, name }: Person,
  { pushes, owner }: { pushes: boolean; owner: boolean },
  version = '',
): string[] {
  const actor: HostActor = { id, name: name.slice(0, 200), capabilities: pushes ? ['read', 'write'] : ['read'], owner };
  const framing = ['host', 'sandbox', 'transfer-encoding', 'chunked', 'connection', 'close'];
  const protocol = /^version=[0-2]$/.test(version) ? ['git-protocol', version] : [];
  return [...framing, ...protocol, actorHeader, formatActor(actor)];
}

/** Git at the other end speaks until it is done; what the client says after that is nobody's. */
async function join(
  channel: ServerChannel,
  asked: ClientRequest,
  answer: IncomingMessage,
  record: () => Promise<void>,
): Promise<void> {
  channel.pipe(asked);
  const whole = await pipeline(answer, channel, { end: false }).then(
    () => true,
    () => false,
  );
  channel.unpipe(asked);
  asked.destroy();
  await record();
  if (whole) leave(channel, 0);
  else leave(channel, FAILED, 'The project stopped before it was done. Try again.');
}

async function readSome(answer: IncomingMessage): Promise<string> {
  let said = '';
  for await (const piece of answer.setEncoding('utf8')) {
    said += String(piece);
    if (said.length > LONGEST_REFUSAL) break;
  }
  return said.slice(0, LONGEST_REFUSAL);
}

function leave(channel: ServerChannel, code: number, sentence?: string): void {
  if (sentence !== undefined) channel.stderr.write(`${sentence}\n`);
  channel.exit(code);
  channel.end();
}
