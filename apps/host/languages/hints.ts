import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { textName } from '../documents/document.ts';
import { fromAnchor, toAnchor } from '../documents/text/anchors.ts';
import { HostError } from '../failure.ts';
import { rangeAt } from './answers.ts';
import type { Languages } from './languages.ts';
import { type Position, toOffset } from './positions.ts';

interface InlayHint {
  readonly position: Position;
  readonly label: string | readonly { readonly value: string }[];
  readonly paddingLeft?: boolean;
  readonly paddingRight?: boolean;
}

/** More than anybody sees at once. */
const most = 500;

/** What stands between the words although nobody wrote it: types and names of arguments. */
export async function hintsOf(
  languages: Languages,
  input: ParsedInput<'languages.hints'>,
  signal: AbortSignal,
): Promise<RouteAnswer<'languages.hints'>> {
  const { server, file } = await languages.subject(input);
  const { abilities } = await server.started();
  if (!abilities.inlayHintProvider) return { hints: [] };
  const shared = file.document.doc.getText(textName);
  const [from, to] = [fromAnchor(shared, input.from), fromAnchor(shared, input.to)];
  if (from === undefined || to === undefined) throw new HostError('document_behind');
  const { version } = file;
  const question = { textDocument: { uri: file.uri }, range: rangeAt(file, from, Math.max(from, to)) };
  const answer = (await server.request('textDocument/inlayHint', question, signal)) as InlayHint[] | null;
  const past = file.at(version);
  if (past === undefined) return { hints: [] };
  const hints = (answer ?? []).slice(0, most).map(({ position, label, paddingLeft, paddingRight }) => ({
    at: toAnchor(shared, past.since.mapPos(toOffset(past.text, position), -1), -1),
    text: textOf(label, paddingLeft === true, paddingRight === true),
  }));
  return { hints };
}

function textOf(label: InlayHint['label'], before: boolean, after: boolean): string {
  const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
  return `${before ? ' ' : ''}${text}${after ? ' ' : ''}`;
}
