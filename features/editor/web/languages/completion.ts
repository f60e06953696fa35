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
type List = RouteAnswer<'languages.complete'>;

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
      const question = { ...where, ...(trigger !== undefined && { trigger }) };
      const answer = await subject.client.ask('languages.complete', question, gone.signal);
      const from = context.pos - answer.back;
      const options = answer.items.map((item, index) => optionOf(subject, answer, index, item));
      const asked = context.state.sliceDoc(from, context.pos);
      // The host answers with names that have the letters so far: fewer letters have more names.
      const validFor = (text: string) => text.startsWith(asked) && wordsOnly.test(text.slice(asked.length));
      return { from, options, ...(!answer.incomplete && { validFor }) };
    } catch {
      return completeAnyWord(context);
    }
  };

function optionOf(subject: Subject, { list, back }: List, index: number, item: CompletionItem): Completion {
  let asked: Promise<About> | undefined;
  const about = (): Promise<About> => {
    // What failed is asked again when somebody looks at it once more.
    asked ??= subject.client.ask('languages.completion', { list, item: index }).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
  return {
    label: item.filter ?? item.label,
    // Some servers leave room for a mark of theirs before the name.
    displayLabel: item.label.trim(),
    type: item.kind,
    sortText: item.sort,
    ...(item.detail !== undefined && { detail: item.detail }),
    info: async () => {
      const { detail, markdown } = await about();
      const text = detail === '' ? markdown : `\`\`\`\n${detail}\n\`\`\`\n${markdown}`;
      return text.trim() === '' ? null : documentationNode(text);
    },
    apply: (view, _completion, from, to) => {
      // What the item replaces more or less than the list does, seen from where the list begins.
      const start = Math.min(to, Math.max(0, from - ((item.back ?? back) - back)));
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
