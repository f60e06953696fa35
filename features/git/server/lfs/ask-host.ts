import type { IncomingMessage } from 'node:http';
import { actorHeader, formatActor, routes, routeSchemas } from '@e-code/host/contract';
import type { Actor } from '@e-code/kernel/server';
import { gitErrors } from '../../contract/index.ts';
import type { Talk } from '../ssh/exchange.ts';
import type { Stock } from './batch.ts';

/** Sizes of 1,000 objects are far less. */
const LONGEST_ANSWER = 1024 * 1024;

interface Question {
  readonly actor: Actor;
  readonly projectId: string;
  readonly oids: readonly string[];
  /** Bytes that are to be sent. */
  readonly wanted?: number;
}

/**
 * Asks the host of a project which large files it has.
 * @throws lfs_project_silent when what it says is no answer
 */
export async function askForObjects(
  talkToHost: Talk,
  { actor, projectId, oids, wanted = 0 }: Question,
): Promise<Stock> {
  const body = Buffer.from(JSON.stringify({ oids, wanted }));
  const who = formatActor({ id: 'system:git', name: 'E-Code', capabilities: ['read'] });
  const content = ['content-type', 'application/json', 'content-length', String(body.length)];
  const headers = ['host', 'sandbox', 'connection', 'close', ...content, actorHeader, who];
  const { asked, answer } = await talkToHost({ actor, projectId, path: routes['lfs.find'].path, headers, body });
  try {
    const parsed = routeSchemas['lfs.find'].answer.safeParse(await readJson(answer));
    if (!parsed.success) throw gitErrors.lfs_project_silent();
    return parsed.data;
  } finally {
    asked.destroy();
  }
}

/** @returns undefined for what is no JSON or too long */
export async function readJson(source: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LONGEST_ANSWER) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    return undefined;
  }
}
