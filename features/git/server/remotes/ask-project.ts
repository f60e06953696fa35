import { formatActor, hostErrors, hostErrorSchema, routes, routeSchemas } from '@e-code/host/contract';
import type { RouteAnswer, RouteInput } from '@e-code/host/contract';
import { personOf } from '@e-code/kernel/server';
import type { Actor } from '@e-code/kernel/server';
import { gitErrors } from '../../contract/index.ts';
import { jsonHeaders, readJson } from '../project-host/json.ts';
import type { Talk } from '../ssh/exchange.ts';

type RouteOfRemotes = 'git.tryRemote' | 'git.fetch' | 'git.pull' | 'git.push';

export interface Question<Name extends RouteOfRemotes> {
  readonly actor: Actor;
  readonly projectId: string;
  readonly route: Name;
  readonly input: RouteInput<Name>;
}

/**
 * Asks the host of a project, over its socket, in the body: an address would be in somebody's log.
 * @throws remote_failed with the sentence of what went wrong in the sandbox or at the remote
 */
export async function askProject<Name extends RouteOfRemotes>(
  talkToHost: Talk,
  { actor, projectId, route, input }: Question<Name>,
): Promise<RouteAnswer<Name>> {
  const body = Buffer.from(JSON.stringify(input));
  const { asked, answer } = await talkToHost({
    actor: personOf(actor),
    projectId,
    path: routes[route].path,
    headers: headersOf(actor, body),
    body,
  });
  try {
    const value = await readJson(answer);
    if (answer.statusCode !== 200) throw failureOf(value);
    return routeSchemas[route].answer.parse(value) as RouteAnswer<Name>;
  } finally {
    asked.destroy();
  }
}

function headersOf(actor: Actor, body: Buffer): string[] {
  const { id, name } = personOf(actor);
  const who = formatActor({ id, name: name.slice(0, 200), capabilities: ['read', 'write', 'run'] });
  return jsonHeaders(who, body);
}

/** The code is the host's claim; the sentence for it is ours. */
function failureOf(value: unknown): Error {
  const { success, data } = hostErrorSchema.safeParse(value);
  const code = success ? data.code : 'internal';
  const details = (success && data.details) || '';
  return gitErrors.remote_failed({ code, sentence: hostErrors[code][1], details: details.slice(0, 4_000) });
}
