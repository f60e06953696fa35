import {
  completeAnyWord,
  insertCompletionText,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { CompletionItem, RouteAnswer } from '@e-code/host/contract';
import type { EditorView } from '@codemirror/view';
import { documentationNode } from './markdown.ts';
import type { Subject } from './subject.ts';

type About = RouteAnswer<'languages.completion'>;

const word = /[\p{L}\p{N}_$]*$/u;
const wordsOnly = /^[\p{L}\p{N}_$]*$/u;

/** What could be written here: from the language server, or words of the file while there is none. */
export const completeFrom =
  (subject: Subject) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const typed = context.matchBefore(word)?.text ?? '';
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
    const trigger = before !== ' ' && subject.triggers.includes(before) ? before : undefined;
    if (!context.explicit && typed === '' && trigger === undefined) return null;
    const where = subject.at(context.pos);
    if (!where) return completeAnyWord(context);
    const gone = new AbortController();
    context.addEventListener('abort', () => gone.abort());
    try {
      const asked = { ...where, ...(trigger !== undefined && { trigger }) };
      const answer = await subject.client.ask('languages.complete', asked, gone.signal);
      const from = context.pos - answer.back;
      const options = answer.items.map((item, index) => optionOf(subject, answer.list, item, index));
      return { from, options, ...(!answer.incomplete && { validFor: wordsOnly }) };
    } catch {
      return completeAnyWord(context);
    }
  };

function optionOf(subject: Subject, list: number, item: CompletionItem, index: number): Completion {
  let asked: Promise<About> | undefined;
  const about = (): Promise<About> => {
    asked ??= subject.client.ask('languages.completion', { list, item: index });
    return asked;
  };
  return {
    label: item.filter ?? item.label,
    displayLabel: item.label,
    type: item.kind,
    sortText: item.sort,
    ...(item.detail !== undefined && { detail: item.detail }),
    info: async () => {
      const { detail, markdown } = await about();
      const text = detail === '' ? markdown : `\`\`\`\n${detail}\n\`\`\`\n${markdown}`;
      return text.trim() === '' ? null : documentationNode(text);
    },
    apply: (view, _completion, from, to) => {
      const start = item.back === undefined ? from : Math.min(from, Math.max(0, to - item.back));
      view.dispatch(insertCompletionText(view.state, item.insert, start, to));
      void about().then(
        ({ edits }) => writeEdits(subject, view, edits),
        () => undefined,
      );
    },
  };
}

/** What else the chosen item needs, such as an import. Where the text is another by now, nothing is written. */
function writeEdits(subject: Subject, view: EditorView, edits: About['edits']): void {
  const changes = edits.flatMap(({ from, to, insert }) => {
    const [start, end] = [subject.place(from), subject.place(to)];
    return start === undefined || end === undefined ? [] : [{ from: start, to: Math.max(start, end), insert }];
  });
  if (changes.length === edits.length && changes.length > 0) view.dispatch({ changes, userEvent: 'input.complete' });
}
