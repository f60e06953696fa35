import { formatActor, routes, routeSchemas } from '@e-code/host/contract';
import type { Actor } from '@e-code/kernel/server';
import { gitErrors } from '../../contract/index.ts';
import { jsonHeaders, readJson } from '../project-host/json.ts';
import type { Talk } from '../ssh/exchange.ts';
import type { Stock } from './batch.ts';

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
  const headers = jsonHeaders(who, body);
  const { asked, answer } = await talkToHost({ actor, projectId, path: routes['lfs.find'].path, headers, body });
  try {
    const parsed = routeSchemas['lfs.find'].answer.safeParse(await readJson(answer));
    if (!parsed.success) throw gitErrors.lfs_project_silent();
    return parsed.data;
  } finally {
    asked.destroy();
  }
}
