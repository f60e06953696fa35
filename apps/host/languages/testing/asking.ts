import * as Y from 'yjs';
import type { RouteAnswer, RouteName } from '../../contract/index.ts';
import type { Anchor, Problem } from '../../contract/languages.ts';
import type { Editor } from '../../documents/testing/stock-client.ts';
import type { Page } from '../../testing/project.ts';
import { fromAnchor, toAnchor } from '../../documents/text/anchors.ts';

/** What a page sends about a place: found by the text before it. */
export function placeAfter(editor: Editor, before: string): { document: string; vector: string; at: Anchor } {
  const index = editor.content.indexOf(before);
  if (index < 0) throw new Error(`There is no ${JSON.stringify(before)} in ${JSON.stringify(editor.content)}`);
  return { ...presentOf(editor), at: toAnchor(editor.text, index + before.length, -1) };
}

export const presentOf = (editor: Editor): { document: string; vector: string } => ({
  document: editor.name,
  vector: Buffer.from(Y.encodeStateVector(editor.doc)).toString('base64'),
});

/** Asks a route of the languages and says when it was refused. */
export async function ask<Name extends RouteName>(
  editor: Editor,
  name: Name,
  body: object,
): Promise<RouteAnswer<Name>> {
  const { status, json } = await editor.project.ask(name, { body });
  if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(json)}`);
  return json as RouteAnswer<Name>;
}

/** The newest problems of a document, once they are as wanted. */
export function problems(page: Page, editor: Editor, wanted: (problems: Problem[]) => boolean): Promise<Problem[]> {
  return page.until(() => {
    const last = page.messages.findLast(
      (message) => message.type === 'language.problems' && message.document === editor.name,
    );
    if (last?.type !== 'language.problems') return false;
    return wanted(last.problems) && last.problems;
  }, 40_000);
}

/** Writes what a formatter offers, as a page does. */
export function write(editor: Editor, { edits }: RouteAnswer<'languages.format'>): void {
  const places = edits.map(({ from, to, insert }) => ({
    start: fromAnchor(editor.text, from) ?? 0,
    end: fromAnchor(editor.text, to) ?? 0,
    insert,
  }));
  editor.doc.transact(() => {
    for (const { start, end, insert } of places.toReversed()) {
      editor.text.delete(start, end - start);
      editor.text.insert(start, insert);
    }
  });
}

export const textOf = (editor: Editor, { from, to }: { from: Anchor; to: Anchor }): string =>
  editor.content.slice(fromAnchor(editor.text, from), fromAnchor(editor.text, to));
