import type { ChangeOrigin } from '../contract/documents.ts';
import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import type { EditedFiles } from '../contract/languages.ts';
import { textName } from '../documents/document.ts';
import { HostError } from '../failure.ts';
import { fromAnchor } from '../documents/text/anchors.ts';
import { rangeAt } from './answers.ts';
import type { Languages, Subject } from './languages.ts';
import type { Diagnostic } from './problems.ts';
import { toOffset } from './positions.ts';
import { applyWorkspaceEdit, type WorkspaceEdit } from './workspace-edit.ts';

interface ServerAction {
  readonly title: string;
  readonly kind?: string;
  readonly isPreferred?: boolean;
  readonly disabled?: unknown;
  readonly edit?: WorkspaceEdit;
  readonly command?: { readonly command: string; readonly arguments?: unknown[] } | string;
}

interface Offered extends Subject {
  readonly version: number;
  readonly actions: readonly ServerAction[];
}

/** Of all people: each rest of a cursor at a problem is one. */
const kept = 100;

export interface Actions {
  list(input: ParsedInput<'languages.actions'>, signal: AbortSignal): Promise<RouteAnswer<'languages.actions'>>;
  act(input: ParsedInput<'languages.act'>, origin: ChangeOrigin): Promise<EditedFiles>;
}

/** What servers offer to do about a place, and doing it. */
export function actions(languages: Languages): Actions {
  const lists = new Map<number, Offered>();
  let last = 0;
  return {
    async list(input, signal) {
      const { server, file } = await languages.subject(input);
      await server.started();
      const text = file.document.doc.getText(textName);
      const [from, to] = [fromAnchor(text, input.from), fromAnchor(text, input.to)];
      if (from === undefined || to === undefined) throw new HostError('document_behind');
      const { version } = file;
      const diagnostics = languages.diagnosis.saidOf(file).filter((one) => touches(file.text, one, from, to));
      const question = {
        textDocument: { uri: file.uri },
        range: rangeAt(file, from, Math.max(from, to)),
        context: { diagnostics, triggerKind: 1 },
      };
      const answer = (await server.request('textDocument/codeAction', question, signal)) as ServerAction[] | null;
      const offered = (answer ?? []).filter(({ disabled }) => disabled === undefined).slice(0, 50);
      last += 1;
      lists.set(last, { server, file, version, actions: offered });
      lists.delete(last - kept);
      return {
        list: last,
        actions: offered.map(({ title, isPreferred }) => ({ title, preferred: isPreferred === true })),
      };
    },
    async act({ list, action }, origin) {
      const from = lists.get(list);
      const chosen = from?.actions[action];
      if (from === undefined || chosen === undefined || from.file.version !== from.version) {
        throw new HostError('language_outdated');
      }
      return perform(languages, from, chosen, origin);
    },
  };
}

async function perform(
  languages: Languages,
  { server }: Offered,
  chosen: ServerAction,
  origin: ChangeOrigin,
): Promise<EditedFiles> {
  const bare = chosen.edit === undefined && chosen.command === undefined;
  const full = bare ? ((await server.request('codeAction/resolve', chosen)) as ServerAction) : chosen;
  if (full.edit === undefined) throw new HostError('language_outdated');
  return applyWorkspaceEdit(languages.ground, server, full.edit, origin);
}

function touches(text: Offered['file']['text'], { range }: Diagnostic, from: number, to: number): boolean {
  return toOffset(text, range.start) <= to && toOffset(text, range.end) >= from;
}
