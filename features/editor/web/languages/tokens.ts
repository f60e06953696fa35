import type { Extension } from '@codemirror/state';
import { Decoration } from '@codemirror/view';
import { digestOf } from '@e-code/host/text';
import { semanticColours } from '../settings/editor-settings.ts';
import { askedMarks } from './asked-marks.ts';
import type { Subject } from './subject.ts';
import { tokenRanges } from './token-ranges.ts';

const rest = 250;

/** Colours names by what they are, which their server knows and a grammar can only guess. */
export const tokensFrom = (subject: Subject): Extension =>
  askedMarks(subject, {
    setting: semanticColours,
    rest,
    changed: ({ docChanged }) => docChanged,
    async ask(view, signal) {
      const present = subject.present();
      if (!present) return undefined;
      const { digest, types, data } = await subject.client.ask('languages.tokens', present, signal);
      const { doc } = view.state;
      // About another text than this: whoever typed asks again in a moment.
      if (digest !== digestOf(doc.toString())) return undefined;
      return Decoration.set(tokenRanges(doc, types, data));
    },
  });
