import type { Anchor } from '@e-code/host/contract';
import type { FileDocument } from '../documents/document.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { fromAnchor, toAnchor } from '@e-code/host/text';
import { vectorOf } from './state-vector.ts';

/** A file in an editor, and whom to ask about it. */
export class Subject {
  readonly workspace: Workspace;
  readonly document: FileDocument;
  /** Characters after which completion is asked for without a word. */
  triggers: readonly string[] = [];
  /** Characters after which the arguments of a call are shown. */
  signatureTriggers: readonly string[] = [];

  constructor(workspace: Workspace, document: FileDocument) {
    this.workspace = workspace;
    this.document = document;
  }

  get client(): Workspace['client'] {
    return this.workspace.client;
  }

  /** Names the text as it is here; undefined while it is not connected. */
  present(): { document: string; vector: string } | undefined {
    const { name, shared } = this.document;
    return name === undefined || !shared ? undefined : { document: name, vector: vectorOf(shared) };
  }

  /** Names a place as well. */
  at(position: number): { document: string; vector: string; at: Anchor } | undefined {
    const present = this.present();
    return present && { ...present, at: this.anchor(position, -1) };
  }

  anchor(position: number, side: 0 | -1): Anchor {
    const { shared } = this.document;
    return shared ? toAnchor(shared, position, side) : 'start';
  }

  place(anchor: Anchor): number | undefined {
    const { shared } = this.document;
    return shared && fromAnchor(shared, anchor);
  }
}
