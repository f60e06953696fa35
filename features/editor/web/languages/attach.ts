import { autocompletion } from '@codemirror/autocomplete';
import { lintKeymap, nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, type Command } from '@codemirror/view';
import type { FileDocument } from '../documents/document.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { formatText, goToDefinition, listFixes, listReferences, rename } from './commands.ts';
import { completeFrom } from './completion.ts';
import { enterTakesWhatIsShown } from './enter.ts';
import { hintsFrom } from './hints.ts';
import { hoverFrom } from './hover.ts';
import { lightbulbFrom } from './lightbulb.ts';
import { languageLook } from './look.ts';
import { listPanel } from './list-panel.ts';
import { tellOfServers } from './notices.ts';
import { problemsFrom } from './problems.ts';
import { followProblems } from './project-problems.ts';
import { signatureFrom } from './signature.ts';
import { tokensFrom } from './tokens.ts';
import { Subject } from './subject.ts';

type Work = (subject: Subject, view: EditorView) => Promise<void>;

/** What a language server adds to the editor of a file. */
export function languageExtension(workspace: Workspace, document: FileDocument): Extension {
  tellOfServers(workspace);
  followProblems(workspace);
  const subject = new Subject(workspace, document);
  const asks =
    (work: Work): Command =>
    (view) => {
      void work(subject, view);
      return true;
    };
  const writes =
    (work: Work): Command =>
    (view) =>
      !view.state.readOnly && asks(work)(view);
  return [
    autocompletion({ override: [completeFrom(subject)] }),
    enterTakesWhatIsShown,
    signatureFrom(subject),
    hintsFrom(subject),
    tokensFrom(subject),
    lightbulbFrom(subject),
    hoverFrom(subject),
    problemsFrom(subject),
    listPanel,
    languageLook,
    Prec.high(
      keymap.of([
        { key: 'F12', run: asks(goToDefinition), shift: asks(listReferences) },
        { key: 'F2', run: writes(rename) },
        { key: 'Mod-.', run: writes(listFixes) },
        { key: 'Shift-Alt-f', run: writes(formatText), preventDefault: true },
        { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
        ...lintKeymap,
      ]),
    ),
    // Ctrl-click goes to the definition here, so that another cursor is made with Alt, as in other editors.
    EditorView.clickAddsSelectionRange.of((event) => event.altKey),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0 || event.altKey) return false;
        const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (position === null) return false;
        event.preventDefault();
        void goToDefinition(subject, view, position);
        return true;
      },
    }),
  ];
}
