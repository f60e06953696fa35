import type { Dispatcher } from 'undici';
import { actorHeader, formatActor, routeSchemas, routes } from '@e-code/host/contract';
import type { RouteAnswer } from '@e-code/host/contract';

const watcher = formatActor({ id: 'system:sandboxes', name: 'E-Code', capabilities: ['read'] });

/** Asks the host how it is. Rejects when it does not answer, or with something else. */
export async function askHealth(host: Dispatcher, signal: AbortSignal): Promise<RouteAnswer<'health'>> {
  const { path, method } = routes.health;
  const answer = await host.request({
    origin: 'http://sandbox',
    path,
    method,
    headers: { [actorHeader]: watcher },
    signal,
  });
  return routeSchemas.health.answer.parse(await answer.body.json());
}
