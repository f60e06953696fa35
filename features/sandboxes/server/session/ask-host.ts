import type { Dispatcher } from 'undici';
import { actorHeader, formatActor, routeSchemas, routes } from '@e-code/host/contract';
import type { RouteAnswer } from '@e-code/host/contract';

const watcher = formatActor({ id: 'system:sandboxes', name: 'E-Code', capabilities: ['read'] });

/** What the platform itself asks hosts: addresses without input. */
type Asked = 'health' | 'ports.list';

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
