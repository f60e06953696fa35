import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, ClientInfo, Connection, Session } from 'ssh2';
import type { Kernel, Origin, Person } from '@e-code/kernel/server';
import { findPerson } from '../keys/keyring.ts';
import type { People } from '../keys/keyring.ts';
import { fingerprintOf, parseOne } from '../keys/public-key.ts';
import type { Outside } from '../smart-http/doors.ts';
import type { LfsCommand } from './command.ts';
import { answerCommand } from './exchange.ts';
import type { Talk } from './exchange.ts';

export interface SshParts extends Pick<Outside, 'projects' | 'networkOf'> {
  readonly kernel: Kernel;
  readonly people: People;
  readonly bind: string;
  readonly hostKey: Buffer;
  /** A key was used to come in. */
  noteUse(sshKeyId: string, address: string): void;
  /** The kernel's access function, with the rules of this feature. */
  authorize(rule: string, actor: Person, input: unknown): Promise<void>;
  talkToHost: Talk;
  /** What `git lfs` is told over SSH: where and with what to go on over HTTP. */
  grantLfs(person: Person, command: LfsCommand): Promise<unknown>;
}

/** How long somebody may take to say who they are, and how many keys they may try. */
const GREETING_MS = 30_000;
const MOST_TRIES = 10;
/** How long a client that was told to leave is waited for. */
const LEAVING_MS = 1_000;

/** One SSH connection: who comes is said by a public key, and what may be done is a fetch or a push. */
export function serveConnection(parts: SshParts, socket: Socket, meet: () => void): void {
  const { hostKey } = parts;
  const ssh = new ssh2.Server({
    hostKeys: [hostKey],
    ident: 'E-Code',
    keepaliveInterval: 30_000,
    keepaliveCountMax: 4,
  });
  const late = setTimeout(() => socket.destroy(), GREETING_MS).unref();
  socket.once('close', () => clearTimeout(late));
  ssh.once('connection', (client: Connection, info: ClientInfo) => {
    const origin: Origin = { address: info.ip, agent: info.header.identRaw.slice(0, 200) };
    let person: Person | undefined;
    let tries = 0;
    // A client that breaks the protocol or leaves; its socket closes, which is all there is to do.
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      tries += 1;
      if (tries > MOST_TRIES) return void socket.destroy();
      recognise(parts, context, origin).then(
        (known) => {
          if (known === undefined) return context.reject(['publickey']);
          // Whose key it is was only asked about until something is signed with it.
          if (context.method === 'publickey' && context.signature !== undefined) person = known;
          context.accept();
        },
        (error: unknown) => {
          parts.kernel.log.error({ err: error }, 'Somebody could not be recognised over SSH');
          context.reject(['publickey']);
        },
      );
    });
    client.once('ready', () => {
      if (person === undefined) return void socket.destroy();
      clearTimeout(late);
      meet();
      welcome(parts, { client, socket, person });
    });
  });
  ssh.injectSocket(socket);
}

/** A key is asked about first and used with a signature then; only the signature proves anything. */
async function recognise(parts: SshParts, context: AuthContext, origin: Origin): Promise<Person | undefined> {
  if (context.method !== 'publickey') return undefined;
  const key = parseOne(`${context.key.algo} ${context.key.data.toString('base64')}`);
  // RSA with SHA-1, which is broken, comes without a name of its hash.
  const weak = key?.type === 'ssh-rsa' && context.signature !== undefined && context.hashAlgo === undefined;
  if (key === undefined || weak) return undefined;
  const { signature, blob = Buffer.alloc(0), hashAlgo } = context;
  if (signature !== undefined && !key.verify(blob, signature, hashAlgo)) return undefined;
  return findPerson(parts.kernel, parts.people, fingerprintOf(context.key.data), origin);
}

interface Visit {
  readonly client: Connection;
  readonly socket: Socket;
  readonly person: Person;
}

/** Whoever comes is cut off when the key is removed, the account is switched off, or the server stops. */
function welcome(parts: SshParts, { client, socket, person }: Visit): void {
  parts.noteUse(person.sessionId, person.origin.address);
  const end = (): void => {
    client.end();
    setTimeout(() => socket.destroy(), LEAVING_MS).unref();
  };
  const forget = parts.kernel.connections.add({ actor: person, subject: undefined, end });
  socket.once('close', forget);
  client.on('session', (accept) => serveSession(parts, person, accept()));
}

function serveSession(parts: SshParts, person: Person, session: Session): void {
  let version: string | undefined;
  session.on('env', (accept, _reject, { key, val }) => {
    if (key === 'GIT_PROTOCOL') version = val;
    accept?.();
  });
  session.on('pty', (accept) => accept?.());
  session.on('exec', (accept, _reject, { command: text }) => {
    void answerCommand(parts, { person, channel: accept(), text, version });
  });
  session.on('shell', (accept) => {
    const stream = accept();
    stream.stderr.write(`Hello ${person.name}! E-Code serves git over SSH, and no shell.\r\n`);
    stream.exit(1);
    stream.end();
  });
}
