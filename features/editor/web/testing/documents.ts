import 'fake-indexeddb/auto';
import { ChangeSet } from '@codemirror/state';
import type { Capability } from '@e-code/host/contract';
import { expect, onTestFinished, vi } from 'vitest';
import type { FileDocument } from '../documents/document.ts';
import { DocumentSocket } from '../documents/document-socket.ts';
import { Documents } from '../documents/documents.ts';
import { DocumentStore } from '../documents/store.ts';
import { actor, type TestProject } from './project.ts';

export type Person = { readonly id: string; readonly name: string };

/** One page of somebody: its documents, connected to a real host, and a browser that keeps them under `browser`. */
export class TestPage {
  readonly documents: Documents;
  readonly socket: DocumentSocket;

  constructor(project: TestProject, person: Person, browser: string, capabilities?: Capability[]) {
    this.socket = new DocumentSocket({
      url: () => `${project.origin.replace('http', 'ws')}/documents`,
      // Node's constructor takes headers, which a browser's does not.
      open: (url) => Reflect.construct(WebSocket, [url, { headers: actor(capabilities, person) }]) as WebSocket,
      backoff: { first: 20, longest: 100 },
      pulse: { every: 300, patience: 200 },
    });
    const client = project.clientOf(person, capabilities);
    this.documents = new Documents({ client, socket: this.socket, store: new DocumentStore(browser) });
    onTestFinished(() => this.documents.stop());
    void this.documents.start();
  }

  async open(path: string): Promise<FileDocument> {
    const opened = await this.documents.open(path);
    if (opened.kind !== 'text') throw new Error(`${path} opened as ${JSON.stringify(opened)}`);
    return opened.document;
  }
}

const ada: Person = { id: 'p1', name: 'Ada' };
let browsers = 0;

/** A page of Ada unless somebody else is named, in a browser of its own unless one is named. */
export function openTestPage(
  project: TestProject,
  { person = ada, browser, capabilities }: { person?: Person; browser?: string; capabilities?: Capability[] } = {},
): TestPage {
  browsers += 1;
  return new TestPage(project, person, browser ?? `browser-${browsers}`, capabilities);
}

export function insert(document: FileDocument, at: number, text: string): void {
  document.edit(ChangeSet.of({ from: at, insert: text }, document.text.length));
}

export const becomes = (document: FileDocument, kind: string): Promise<void> =>
  vi.waitFor(() => expect(document.state.get().kind).toBe(kind), { timeout: 8000, interval: 5 });

export const reads = (document: FileDocument, text: string): Promise<void> =>
  vi.waitFor(() => expect(document.text.toString()).toBe(text), { timeout: 8000, interval: 5 });
