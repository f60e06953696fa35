import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { actorHeader, type Capability, formatActor } from '../../contract/index.ts';
import type { DocumentEvent, OpenedDocument } from '../../contract/documents.ts';
import type { Project } from '../../testing/project.ts';
import { textName } from '../document.ts';
import { authTypes, messageTypes } from '../wire.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly capabilities?: Capability[];
}

const everything: Capability[] = ['read', 'write', 'run'];

/** An editor's end of one document, over the Hocuspocus protocol. It outlives its connection, like a tab. */
export class Editor {
  readonly project: Project;
  readonly person: Person;
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText(textName);
  readonly awareness = new Awareness(this.doc);
  readonly events: DocumentEvent[] = [];
  name = '';
  scope: string | undefined;
  denied: string | undefined;
  synced = false;
  /** Updates sent, and answered as being on the disk or as dropped. */
  sent = 0;
  kept = 0;
  dropped = 0;
  socket: WebSocket | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(project: Project, person: Person) {
    this.project = project;
    this.person = person;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this || !this.synced) return;
      this.sent += 1;
      this.#send(messageTypes.sync, (encoder) => writeUpdate(encoder, update));
    });
    this.awareness.on('update', (_changes: unknown, origin: unknown) => {
      if (origin !== this && this.socket !== undefined) this.sayWhere();
    });
    onTestFinished(() => {
      this.disconnect();
      this.awareness.destroy();
    });
  }

  static async open(project: Project, path: string, person: Person = { id: 'u1', name: 'Žofie' }): Promise<Editor> {
    const editor = new Editor(project, person);
    const { json } = await project.ask('documents.open', { body: { path } });
    await editor.connect((json as Extract<OpenedDocument, { kind: 'text' }>).name);
    return editor;
  }

  async connect(name: string): Promise<void> {
    this.disconnect();
    this.name = name;
    this.denied = undefined;
    const { id, name: shown, capabilities = everything } = this.person;
    const headers = { [actorHeader]: formatActor({ id, name: shown, capabilities }) };
    const socket = new WebSocket(`ws+unix:${this.project.listen}:/documents`, { headers, perMessageDeflate: false });
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('close', () => {
      this.synced = false;
      for (const check of this.#waiting) check();
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => socket.terminate());
    this.#send(messageTypes.auth, (encoder) => {
      encoding.writeVarUint(encoder, authTypes.token);
      encoding.writeVarString(encoder, '');
    });
    this.#send(messageTypes.sync, (encoder) => writeSyncStep1(encoder, this.doc));
    // What was on its way when the connection before ended is answered by nobody; the first answer covers it.
    this.sent = this.kept + this.dropped + 1;
    await this.until(() => this.synced || this.denied !== undefined);
  }

  disconnect(): void {
    this.socket?.terminate();
    this.socket = undefined;
    this.synced = false;
  }

  /** Types at an offset, one update for each call. */
  type(at: number, text: string): void {
    this.text.insert(at, text);
  }

  get content(): string {
    return this.text.toJSON();
  }

  sayWhere(): void {
    const update = encodeAwarenessUpdate(this.awareness, [this.doc.clientID]);
    this.#send(messageTypes.awareness, (encoder) => encoding.writeVarUint8Array(encoder, update));
  }

  /** Resolves when the condition holds; it is looked at after each message. */
  until(condition: () => boolean, patience = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        const shown = { content: this.content.slice(0, 300), events: this.events.slice(-5), denied: this.denied };
        reject(new Error(`Not within ${patience} ms: ${condition.toString()} ${JSON.stringify(shown)}`));
      }, patience);
      this.#waiting.add(check);
      check();
    });
  }

  async event<Type extends DocumentEvent['type']>(
    type: Type,
    matches: (event: Extract<DocumentEvent, { type: Type }>) => boolean = () => true,
    patience?: number,
  ): Promise<Extract<DocumentEvent, { type: Type }>> {
    const fits = (event: DocumentEvent): event is Extract<DocumentEvent, { type: Type }> =>
      event.type === type && matches(event as Extract<DocumentEvent, { type: Type }>);
    await this.until(() => this.events.some(fits), patience);
    return this.events.find(fits) as Extract<DocumentEvent, { type: Type }>;
  }

  /** Everything sent is on the disk. */
  saved(patience?: number): Promise<void> {
    return this.until(() => this.kept + this.dropped >= this.sent, patience);
  }

  #send(type: number, write: (encoder: encoding.Encoder) => void): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.name);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  #receive(data: Buffer): void {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    if (decoding.readVarString(decoder) !== this.name) return;
    const type = decoding.readVarUint(decoder);
    if (type === messageTypes.sync) this.#receiveSync(decoder);
    if (type === messageTypes.awareness) {
      applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
    }
    if (type === messageTypes.auth) this.#receiveAuth(decoder);
    if (type === messageTypes.stateless) this.events.push(JSON.parse(decoding.readVarString(decoder)) as DocumentEvent);
    if (type === messageTypes.syncStatus) this.#receiveStatus(decoding.readVarInt(decoder));
    for (const check of this.#waiting) check();
  }

  #receiveSync(decoder: decoding.Decoder): void {
    const answer = encoding.createEncoder();
    const type = readSyncMessage(decoder, answer, this.doc, this);
    if (encoding.length(answer) > 0) {
      const bytes = encoding.toUint8Array(answer);
      this.#send(messageTypes.sync, (encoder) => encoding.writeUint8Array(encoder, bytes));
    }
    if (type === 1) this.synced = true;
  }

  #receiveAuth(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    if (kind === authTypes.granted) this.scope = decoding.readVarString(decoder);
    if (kind === authTypes.denied) this.denied = decoding.readVarString(decoder);
  }

  #receiveStatus(status: number): void {
    if (status === 1) this.kept += 1;
    else this.dropped += 1;
  }
}
