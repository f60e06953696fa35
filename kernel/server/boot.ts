import type { AnyContractProcedure } from '@orpc/contract';
import { listEndpoints } from '@e-code/kernel/contract';
import type { EndpointMeta } from '@e-code/kernel/contract';
import type { AccessRule } from './access/rule.ts';
import type { ServerFeature } from './feature.ts';
import type { BoundEndpoint } from './http/api.ts';
import type { Ruled } from './http/server.ts';
import type { LiveChannel } from './live/socket.ts';

/** Thrown when the installed features do not fit together. Lists everything that is wrong. */
export class BootError extends Error {
  override readonly name = 'BootError';
}

/** Everything that can be reached from outside, with its rule. */
export interface Surface {
  endpoints: BoundEndpoint[];
  doors: Ruled<NonNullable<ServerFeature['doors']>[number]>[];
  sockets: Ruled<NonNullable<ServerFeature['sockets']>[number]>[];
  channels: Map<string, LiveChannel>;
  appSite: Ruled<NonNullable<ServerFeature['appSite']>> | undefined;
  services: Ruled<NonNullable<ServerFeature['services']>[number]>[];
}

/**
 * Collects what features offer and proves that each piece has a rule and a handler.
 * @throws BootError when an endpoint, door, socket, channel, service or job has no rule, a rule is used by nothing, or a name is
 * taken twice. There is no setting that turns this off.
 */
export function collectSurface(features: ServerFeature[]): Surface {
  const problems: string[] = [];
  const rules = collectRules(features, problems);
  const used = new Set<string>();
  const ruleFor = (name: string | undefined, what: string): AccessRule => {
    const rule = name === undefined ? undefined : rules.get(name);
    if (name !== undefined) used.add(name);
    if (rule === undefined) problems.push(`${what} names the access rule "${name ?? ''}", which no feature defines`);
    return rule ?? refuseAll;
  };
  const surface: Surface = {
    endpoints: features.flatMap((feature) => bindEndpoints(feature, ruleFor, problems)),
    doors: features.flatMap(({ doors = [] }) =>
      doors.map((door) => ({ ...door, rule: ruleFor(door.access, `The door ${door.method} ${door.path}`) })),
    ),
    sockets: features.flatMap(({ sockets = [] }) =>
      sockets.map((door) => ({ ...door, rule: ruleFor(door.access, `The socket ${door.path}`) })),
    ),
    channels: new Map(
      features.flatMap(({ channels = [] }) =>
        channels.map((definition) => [
          definition.name,
          { definition, rule: ruleFor(definition.access, `The channel ${definition.name}`) },
        ]),
      ),
    ),
    appSite: features
      .flatMap(({ appSite }) => appSite ?? [])
      .map((site) => ({ ...site, rule: ruleFor(site.access, 'The app site') }))[0],
    services: features.flatMap(({ services = [] }) =>
      services.map((service) => ({ ...service, rule: ruleFor(service.access, `The service ${service.name}`) })),
    ),
  };
  for (const job of features.flatMap(({ jobs = [] }) => jobs)) {
    if (job.runsAs === '') problems.push(`The job ${job.name} does not say as whom it runs`);
  }
  for (const name of rules.keys()) if (!used.has(name)) problems.push(`Nothing uses the access rule "${name}"`);
  if (problems.length > 0) throw new BootError(`The features do not fit together:\n  ${problems.join('\n  ')}`);
  return surface;
}

const refuseAll: AccessRule = { audience: 'system', says: 'Nobody', decide: () => ({ kind: 'not_found' }) };

function collectRules(features: ServerFeature[], problems: string[]): Map<string, AccessRule> {
  const rules = new Map<string, AccessRule>();
  for (const { name: feature, access } of features) {
    for (const [name, rule] of Object.entries(access)) {
      if (rules.has(name)) problems.push(`The access rule "${name}" is defined twice`);
      if (!name.startsWith(`${feature}.`)) problems.push(`The access rule "${name}" must begin with "${feature}."`);
      rules.set(name, rule);
    }
  }
  return rules;
}

function bindEndpoints(
  feature: ServerFeature,
  ruleFor: (name: string | undefined, what: string) => AccessRule,
  problems: string[],
): BoundEndpoint[] {
  return listEndpoints(feature.contract ?? {}).map(([name, procedure]) => {
    const full = `${feature.name}.${name}`;
    const handle = feature.handlers?.[name];
    if (handle === undefined) problems.push(`The endpoint ${full} has no handler`);
    return {
      name: full,
      procedure,
      rule: ruleFor(accessName(procedure), `The endpoint ${full}`),
      handle: handle ?? (() => undefined),
    };
  });
}

function accessName(procedure: AnyContractProcedure): string | undefined {
  return (procedure['~orpc'].meta as EndpointMeta).access;
}
