import { request as send } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { routes, routeSchemas } from '@e-code/host/contract';
import type { RouteName } from '@e-code/host/contract';
import { z } from 'zod';
import type { Surface } from '@e-code/kernel/server';
import { expectedOfRoute, expectedOfRule } from './expected.ts';
import type { Row } from './expected.ts';
import { sample } from './sample.ts';
import type { SampleTexts } from './sample.ts';

export interface Ask {
  method: string;
  path: string;
  json?: unknown;
}

/** One address with what must come of asking there. */
export interface Step {
  name: string;
  /** Undefined when nobody wrote down what is expected. */
  row: Row | undefined;
  ask(texts: SampleTexts): Ask;
  /** The rule that was named, for messages. */
  rule: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  code: string | undefined;
}

const GATEWAY = '/api/projects/:projectId/host/*';

/** Every address that answers HTTP: endpoints, doors, and behind the gateway's doors the routes of the project host. */
export function listSteps(surface: Surface): Step[] {
  return [
    ...surface.endpoints.map(endpointStep),
    ...surface.doors.filter(({ path }) => path !== GATEWAY).map(doorStep),
    ...surface.doors.filter(({ path }) => path === GATEWAY).flatMap(gatewaySteps),
  ];
}

function endpointStep({ name, procedure }: Surface['endpoints'][number]): Step {
  const { route, meta, inputSchema } = procedure['~orpc'];
  const rule = String((meta as { access?: string }).access);
  return {
    name,
    rule,
    row: expectedOfRule[rule],
    ask(texts) {
      const input = z.record(z.string(), z.unknown()).parse(sample(inputSchema as z.ZodType, texts));
      const { method = 'POST', path = '/' } = route;
      const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, place = '']) => place);
      const rest = Object.fromEntries(Object.entries(input).filter(([field]) => !places.includes(field)));
      const filled = `/api${path.replace(/\{(\w+)\}/g, (_, place: string) => encodeURIComponent(String(input[place])))}`;
      if (method !== 'GET') return { method, path: filled, json: rest };
      return { method, path: `${filled}?${queryOf(rest)}` };
    },
  };
}

function doorStep({ method, path, access }: Surface['doors'][number]): Step {
  const ask = (texts: SampleTexts): Ask => ({ method, path: `${fillPlaces(path, texts)}?port=3000&path=/` });
  return { name: `${method} ${path}`, rule: access, row: expectedOfRule[access], ask };
}

/** One step for each route of the host that this door can reach. */
function gatewaySteps({ method, path, access }: Surface['doors'][number]): Step[] {
  const names = (Object.keys(routes) as RouteName[]).filter(
    (name) => routes[name].method === (method === 'HEAD' ? 'GET' : method),
  );
  return names.map((name) => ({
    name: `host ${method} ${name}`,
    rule: access,
    row: expectedOfRoute[name],
    ask(texts) {
      const filled = fillPlaces(path, texts).replace('/*', routes[name].path);
      const input = z.record(z.string(), z.unknown()).parse(sample(routeSchemas[name].input, texts));
      return routes[name].body === 'json'
        ? { method, path: filled, json: input }
        : { method, path: `${filled}?${queryOf(input)}` };
    },
  }));
}

export function fillPlaces(path: string, texts: SampleTexts): string {
  return path
    .replace(/:projectId\b/, texts.texts.find((text) => text.startsWith('prj_')) ?? '')
    .replace(/:repository\b/, `${String(texts.named['slug'])}.git`);
}

function queryOf(input: Record<string, unknown>): string {
  return new URLSearchParams(Object.entries(input).map(([name, value]) => [name, String(value)])).toString();
}

export interface Asking extends Ask {
  cookie?: string | undefined;
  headers?: Record<string, string>;
  body?: string;
}

/** Asks as a page of the product does, and reads the whole answer; also one that refuses an upgrade. */
export function ask(origin: string, { method, path, json, body, cookie, headers }: Asking): Promise<Answer> {
  const text = body ?? (json === undefined ? undefined : JSON.stringify(json));
  const given = {
    'x-ecode-csrf': '1',
    ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...(cookie === undefined ? {} : { cookie }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asked = send(new URL(path, origin), { method, headers: given, agent: false });
    asked.once('error', reject);
    asked.once('upgrade', ({ statusCode = 0, headers: answered }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, headers: answered, text: '', code: undefined });
    });
    asked.once('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', reject);
      response.once('end', () => {
        const whole = Buffer.concat(pieces).toString();
        const code = codeOf(whole) ?? z.string().optional().parse(response.headers['x-ecode-code']);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: whole, code });
      });
    });
    asked.end(text);
  });
}

function codeOf(text: string): string | undefined {
  try {
    return z.object({ code: z.string() }).safeParse(JSON.parse(text)).data?.code;
  } catch {
    return undefined;
  }
}
