import { OpenAPIGenerator } from '@orpc/openapi';
import type { AnyContractRouter, OpenAPI } from '@orpc/contract';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { Door } from '../feature.ts';
import type { BoundEndpoint } from './api.ts';

/**
 * The public API's description: OpenAPI 3.1 at `/api/openapi.json`, and the same for people at `/api/docs`. Both are made
 * from the contracts that serve the requests, on first use, and cannot disagree with them.
 */
export function createReferenceDoors(endpoints: () => BoundEndpoint[], origin: string): Door[] {
  let made: Promise<OpenAPI.Document> | undefined;
  const document = (): Promise<OpenAPI.Document> => (made ??= describe(endpoints(), origin));
  return [
    {
      method: 'GET',
      path: '/api/openapi.json',
      access: 'kernel.reference',
      summary: 'The description of the API, as OpenAPI 3.1',
      async handle({ response }) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(await document()));
      },
    },
    {
      method: 'GET',
      path: '/api/docs',
      access: 'kernel.reference',
      summary: 'The description of the API, to read',
      async handle({ response }) {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(renderReference(await document()));
      },
    },
  ];
}

async function describe(endpoints: BoundEndpoint[], origin: string): Promise<OpenAPI.Document> {
  const router: AnyContractRouter = Object.fromEntries(
    endpoints.map(({ name, procedure }) => [name.replace('.', '_'), procedure]),
  );
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(router, {
    info: { title: 'E-Code', version: '0.1.0', description: 'Everything that the screens of E-Code do.' },
    servers: [{ url: `${origin}/api` }],
    components: { securitySchemes },
  });
  for (const { procedure, rule } of endpoints) {
    const { method = 'POST', path = '/' } = procedure['~orpc'].route;
    const operation = document.paths?.[path]?.[lowerCase(method)];
    if (operation !== undefined) operation.security = securityOf(rule);
  }
  return document;
}

const securitySchemes: NonNullable<NonNullable<OpenAPI.Document['components']>['securitySchemes']> = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of a person, which begins with `ecode_`.' },
  apiKeyAsPassword: { type: 'http', scheme: 'basic', description: 'The same as the password, under any name.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'ecode_session',
    description:
      'The session of a browser, with `__Host-` before the name of its cookie over TLS and on localhost. Changes need the header `x-ecode-csrf: 1` beside it.',
  },
};

/** What a request must bring: nothing where anyone may enter, a session otherwise, or a key that has the scope. */
function securityOf({ token }: BoundEndpoint['rule']): OpenAPI.SecurityRequirementObject[] {
  if (token === 'always') return [];
  if (token === undefined) return [{ session: [] }];
  const scopes = typeof token.scope === 'string' ? [token.scope] : [];
  return [{ apiKey: scopes }, { apiKeyAsPassword: scopes }, { session: [] }];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

function lowerCase(method: string): (typeof METHODS)[number] {
  return METHODS.find((known) => known === method.toLowerCase()) ?? 'post';
}

function renderReference(document: OpenAPI.Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item?.[method];
      return operation === undefined ? [] : [renderOperation(method, path, operation)];
    }),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>E-Code API</title><style>${STYLE}</style><main><h1>E-Code API</h1>
<p>Everything that the screens do. For programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.
Programs send an API key, which people make on their account page, as <code>Authorization: Bearer ecode_…</code>.
Browsers send the session’s cookie, and with changes the header <code>x-ecode-csrf: 1</code>.</p>${operations.join('')}</main></html>`;
}

function renderOperation(method: string, path: string, operation: OpenAPI.OperationObject): string {
  const answers = Object.keys(operation.responses ?? {}).join(', ');
  return `<section><h2><code>${method.toUpperCase()} /api${escapeHtml(path)}</code></h2>
<p>${escapeHtml(operation.summary ?? '')}</p><p class="answers">${escapeHtml(needOf(operation))} Answers ${escapeHtml(answers)}</p></section>`;
}

function needOf({ security = [] }: OpenAPI.OperationObject): string {
  const scopes = security.find((requirement) => 'apiKey' in requirement)?.['apiKey'];
  if (scopes !== undefined) return `With a session, or a key that has ${scopes.join(', ')}.`;
  return security.length === 0 ? 'For everybody.' : 'With a session.';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; }
main { max-width: 760px; margin: 48px auto; padding: 0 20px; }
section { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); padding: 12px 0; }
h2 { font-size: 15px; margin: 0; } p { margin: 4px 0; } .answers { opacity: .7; font-size: 13px; }`;
