import type { Dispatcher } from 'undici';
import { actorHeader, formatActor, routeSchemas, routes } from '@e-code/host/contract';
import type { RouteAnswer, RouteInput } from '@e-code/host/contract';

const watcher = formatActor({ id: 'system:sandboxes', name: 'E-Code', capabilities: ['read'] });

/** What the platform itself asks hosts: addresses without input. */
type Asked = 'health' | 'ports.list';

const platform = formatActor({ id: 'system:sandboxes', name: 'E-Code', capabilities: ['platform'] });

/** Asks the host. Rejects when it does not answer, or with something else. */
export async function askHost<Name extends Asked>(
  host: Dispatcher,
  name: Name,
  signal: AbortSignal,
): Promise<RouteAnswer<Name>> {
  const { path, method } = routes[name];
  const answer = await host.request({
    origin: 'http://sandbox',
    path,
    method,
    headers: { [actorHeader]: watcher },
    signal,
  });
  return routeSchemas[name].answer.parse(await answer.body.json()) as RouteAnswer<Name>;
}

/** Hands over what the project's programs get from now on. Rejects when the host does not take it. */
export async function giveEnvironment(
  host: Dispatcher,
  input: RouteInput<'environment.set'>,
  signal: AbortSignal,
): Promise<void> {
  const { path, method } = routes['environment.set'];
  const headers = { [actorHeader]: platform, 'content-type': 'application/json' };
  const body = JSON.stringify(input);
  const answer = await host.request({ origin: 'http://sandbox', path, method, headers, body, signal });
  await answer.body.dump();
  // Never the answer's text: it could repeat what was sent.
  if (answer.statusCode !== 200) throw new Error(`The host did not take the environment: ${answer.statusCode}`);
}
