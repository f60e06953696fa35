import type { IncomingMessage } from 'node:http';
import { actorHeader, capabilities, type Capability } from './contract/access.ts';
import type { Actor } from './contract/capabilities.ts';
import { HostError } from './failure.ts';

const known = new Map<string, Actor>();

/**
 * Who acts, as the gateway stamped it. Checked by hand because zod would be the largest part of the host's start;
 * the few distinct headers of a project's visitors are remembered.
 */
export function readActor(request: IncomingMessage): Actor {
  const header = request.headers[actorHeader];
  if (typeof header !== 'string') throw new HostError('actor_missing');
  const before = known.get(header);
  if (before !== undefined) return before;
  const actor = parseActor(header);
  if (known.size > 100) known.clear();
  known.set(header, actor);
  return actor;
}

export function requireCapability(actor: Actor, capability: Capability): void {
  if (!actor.capabilities.includes(capability)) throw new HostError('capability_missing');
}

function parseActor(header: string): Actor {
  const value = parseJson(header);
  if (typeof value !== 'object' || value === null) throw new HostError('actor_missing');
  const { id, name, capabilities: granted, owner } = value as Record<string, unknown>;
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || !Array.isArray(granted)) {
    throw new HostError('actor_missing');
  }
  const may = capabilities.filter((capability) => granted.includes(capability));
  return { id, name, capabilities: may, ...(owner === true && { owner }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
