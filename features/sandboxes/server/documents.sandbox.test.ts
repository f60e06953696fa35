import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { cookieOf } from './testing/people.ts';
import { startSandboxPlatform } from './testing/sandbox-platform.ts';
import type { SandboxPlatform } from './testing/sandbox-platform.ts';

let platform: SandboxPlatform;
let projectId: string;
let name: string;
beforeAll(async () => {
  platform = await startSandboxPlatform();
  projectId = await platform.createProject();
  await platform.writeFile(projectId, 'shared.txt', 'first\n');
  const opened = await platform.host('ada', projectId, '/documents/open', {
    method: 'POST',
    json: { path: 'shared.txt' },
  });
  ({ name } = (await opened.json()) as { name: string });
});
afterAll(() => platform.stop());

const address = (): string => `${platform.origin.replace('http', 'ws')}/api/projects/${projectId}/documents`;

/** A WebSocket that says who it is, as a browser would with its cookies. */
function socketOf(person: string): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { origin: platform.origin, headers: { cookie: cookieOf(person) } });
    }
  } as typeof WebSocket;
}

function stockHocuspocus(person: string): HocuspocusProvider {
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: address(),
    WebSocketPolyfill: socketOf(person),
  });
  const provider = new HocuspocusProvider({ name, document: new Y.Doc(), websocketProvider, token: 'none' });
  provider.attach();
  onTestFinished(() => {
    provider.destroy();
    websocketProvider.destroy();
  });
  return provider;
}

const textOf = (doc: Y.Doc): string => doc.getText('text').toJSON();

it('lets stock clients of both protocols edit one file in a real sandbox', async () => {
  const ada = stockHocuspocus('ada');
  const doc = new Y.Doc();
  const ed = new WebsocketProvider(address(), name, doc, {
    WebSocketPolyfill: socketOf('ed') as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  onTestFinished(() => ed.destroy());
  await vi.waitFor(() => expect([textOf(ada.document), textOf(doc)]).toEqual(['first\n', 'first\n']), 10_000);
  ada.document.getText('text').insert(0, 'A');
  doc.getText('text').insert(doc.getText('text').length, 'E\n');
  await vi.waitFor(() => expect([textOf(ada.document), textOf(doc)]).toEqual(['Afirst\nE\n', 'Afirst\nE\n']), 10_000);
  await vi.waitFor(() => expect(ada.hasUnsyncedChanges).toBe(false), 10_000);
  const read = await platform.host('vera', projectId, '/files/content?path=shared.txt');
  expect(await read.text()).toBe('Afirst\nE\n');
});

it('shows a viewer everything and takes nothing from him', async () => {
  const vera = stockHocuspocus('vera');
  const ada = stockHocuspocus('ada');
  await vi.waitFor(
    () => expect([vera.authorizedScope, ada.authorizedScope]).toEqual(['readonly', 'read-write']),
    10_000,
  );
  await vi.waitFor(() => expect(textOf(vera.document)).toBe(textOf(ada.document)), 10_000);
  vera.document.getText('text').insert(0, 'graffiti');
  ada.document.getText('text').insert(0, 'B');
  await vi.waitFor(() => expect(textOf(vera.document)).toContain('B'), 10_000);
  await vi.waitFor(() => expect(ada.hasUnsyncedChanges).toBe(false), 10_000);
  expect(textOf(ada.document)).not.toContain('graffiti');
});

it('cuts an editor at once whose role becomes smaller, and lets him in as a viewer', async () => {
  const ed = stockHocuspocus('ed');
  await vi.waitFor(() => expect(ed.authorizedScope).toBe('read-write'), 10_000);
  platform.projects.roles.get(projectId)?.set('usr_ed', 'viewer');
  platform.kernel.connections.endSubject(projectId, 'Your role changed', 'usr_ed');
  await vi.waitFor(() => expect(ed.authorizedScope).toBe('readonly'), 10_000);
});

it('refuses strangers', async () => {
  const Socket = socketOf('eve');
  const status = await new Promise((resolve) => {
    const socket = new Socket(address());
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.once('open', () => resolve(101)).once('error', () => undefined);
  });
  expect(status).toBe(404);
});
