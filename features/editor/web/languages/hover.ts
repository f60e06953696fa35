import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import { documentationNode } from './markdown.ts';
import type { Subject } from './subject.ts';

/** What the thing below the pointer is. */
export const hoverFrom = (subject: Subject) =>
  hoverTooltip(
    async (view: EditorView, position: number): Promise<Tooltip | null> => {
      // Between the letters, so that the place belongs to the word and not to what is before it.
      const where = subject.at(Math.min(position + 1, view.state.doc.length));
      const answer = where && (await subject.client.ask('languages.hover', where).catch(() => null));
      if (!answer || answer.markdown.trim() === '') return null;
      const from = subject.place(answer.from) ?? position;
      return {
        pos: from,
        end: Math.max(from, subject.place(answer.to) ?? position),
        above: true,
        create: () => ({ dom: documentationNode(answer.markdown) }),
      };
    },
    { hideOnChange: true },
  );
