import { ChangeSet, type Text } from '@codemirror/state';
import type { FileSync } from '../documents/file-sync.ts';
import { toText } from '../documents/changes.ts';
import type { DocumentChange } from '../documents/documents.ts';
import type { LiveDocument } from '../documents/document.ts';
import { type Catalogued, languageOf } from './catalogue.ts';
import { fileUri } from './file-uri.ts';
import { toContentChanges } from './positions.ts';

/** So many changes back an answer of the server may be about: what it says of older texts is asked again anyway. */
const kept = 400;

interface Told {
  /** Whether it takes the parts of a text that changed; others want all of it anew. */
  readonly takesParts: boolean;
  readonly notify: (method: string, params: unknown) => void;
}

/** A shared document as its language server knows it. The versions it is told are those of the document. */
export class OpenFile {
  readonly document: LiveDocument;
  readonly path: string;
  readonly uri: string;
  readonly #server: Catalogued;
  #text: Text;
  #version: number;
  readonly #past: { readonly version: number; readonly text: Text; readonly changes: ChangeSet }[] = [];

  constructor(server: Catalogued, root: string, sync: FileSync) {
    this.#server = server;
    this.document = sync.document;
    this.path = sync.path;
    this.uri = fileUri(root, sync.path);
    sync.document.drain();
    this.#text = toText(sync.document.content);
    this.#version = sync.document.versions.version;
  }

  /** The text that the server has. */
  get text(): Text {
    return this.#text;
  }

  get version(): number {
    return this.#version;
  }

  /** The text of a version and what happened since; undefined when that is too long ago. */
  at(version: number): { text: Text; since: ChangeSet } | undefined {
    if (version === this.#version) return { text: this.#text, since: ChangeSet.empty(this.#text.length) };
    const index = this.#past.findIndex((past) => past.version === version);
    const [first, ...more] = index < 0 ? [] : this.#past.slice(index);
    if (first === undefined) return undefined;
    return { text: first.text, since: more.reduce((all, { changes }) => all.compose(changes), first.changes) };
  }

  open(told: Told): void {
    const languageId = languageOf(this.#server, this.path);
    const textDocument = { uri: this.uri, languageId, version: this.#version, text: this.#text.toString() };
    told.notify('textDocument/didOpen', { textDocument });
  }

  /** Takes a change in; `told` is absent while no server runs. */
  change({ changes, version }: Pick<DocumentChange, 'changes' | 'version'>, told: Told | undefined): void {
    const before = this.#text;
    this.#past.push({ version: this.#version, text: this.#text, changes });
    if (this.#past.length > kept) this.#past.shift();
    this.#text = changes.apply(this.#text);
    this.#version = version;
    const contentChanges = told?.takesParts ? toContentChanges(before, changes) : [{ text: this.#text.toString() }];
    told?.notify('textDocument/didChange', { textDocument: { uri: this.uri, version }, contentChanges });
  }

  close(told: Told): void {
    told.notify('textDocument/didClose', { textDocument: { uri: this.uri } });
  }
}
