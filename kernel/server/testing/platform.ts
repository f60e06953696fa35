import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus } from '../bus.ts';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { connectDatabase } from '../database/connect.ts';
import type { ServerFeature } from '../feature.ts';
import { Connections } from '../http/connections.ts';
import { createSite } from '../http/origin.ts';
import type { Kernel } from '../kernel.ts';
import { createLog } from '../log.ts';
import { migratePlatform, startPlatform } from '../platform.ts';
import type { Platform } from '../platform.ts';
import { createTestDatabase } from '../postgres/test-server.ts';
import { findFreePort } from './free-port.ts';

export interface TestPlatform {
  kernel: Kernel;
  platform: Platform;
  /** Such as `http://localhost:40123`. */
  origin: string;
  /** A request as the web application sends it. */
  request(path: string, init?: RequestInit & { json?: unknown; cookie?: string | undefined }): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * The real platform for a test: HTTP server, relay, queue, and a database of its own that was copied from a template
 * with all migrations of these features.
 */
export async function startTestPlatform(
  createFeatures: (kernel: Kernel) => ServerFeature[] | Promise<ServerFeature[]>,
  options: { clock?: Clock } & Partial<Pick<Parameters<typeof startPlatform>[0], 'page' | 'offerService'>> = {},
): Promise<TestPlatform> {
  const port = await findFreePort();
  const log = createLog(process.env['TEST_LOG_LEVEL'] ?? 'silent');
  const dataDirectory = await mkdtemp(join(tmpdir(), 'ecode-data-'));
  const kernel: Kernel = {
    bus: createMemoryBus(),
    clock: options.clock ?? systemClock,
    connections: new Connections(),
    database: undefined as unknown as Kernel['database'],
    dataDirectory,
    log,
    site: createSite({ appsDomain: 'apps.localhost' }, port),
  };
  const features = await createFeatures(kernel);
  const database = await createTestDatabase(templateName(features), async (connectionString) => {
    const template = connectDatabase(connectionString, log);
    await migratePlatform({ database: template }, features);
    await template.close();
  });
  kernel.database = connectDatabase(database.connectionString, log);
  const platform = await startPlatform({
    kernel,
    features,
    roles: ['api', 'jobs'],
    listen: { port, host: '127.0.0.1' },
    appsDomain: 'apps.localhost',
    scriptHashes: [],
    ...(options.offerService && { offerService: options.offerService }),
    page: options.page ?? ((_request, response) => void response.writeHead(404).end()),
  });
  return {
    kernel,
    platform,
    origin: kernel.site.publicOrigin,
    request: (path, init) => send(kernel.site.publicOrigin, path, init ?? {}),
    async stop() {
      await platform.stop();
      await kernel.database.close();
      await database.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function send(
  origin: string,
  path: string,
  { json, cookie, headers, ...init }: RequestInit & { json?: unknown; cookie?: string | undefined },
): Promise<Response> {
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  return fetch(new URL(path, origin), {
    redirect: 'manual',
    ...body,
    ...init,
    headers: {
      'x-ecode-csrf': '1',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
      ...Object.fromEntries(new Headers(headers)),
    },
  });
}

const LONGEST_NAME = 40;

/** Names what the template holds; PostgreSQL cuts long names, so those end in a hash of the whole. */
function templateName(features: ServerFeature[]): string {
  const name = ['kernel', ...features.map((feature) => feature.name)].join('_');
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}_${hash}`;
}
