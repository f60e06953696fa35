import type { Extension } from '@codemirror/state';
import { runCommand } from '@e-code/kernel/web';
import type { EditorView } from '@codemirror/view';
import type { EditorKeys } from '../settings/editor-settings.ts';
import { redo, undo } from './undo.ts';

const close = () => void runCommand('view.close');

/** Vim and Emacs keys are fetched by those who use them. `save` is what `:w` and `C-x C-s` do. */
export async function loadKeys(keys: EditorKeys, save: () => void): Promise<Extension> {
  const saveAndClose = () => {
    save();
    close();
  };
  if (keys === 'vim') {
    const { CodeMirror, Vim, vim } = await import('@replit/codemirror-vim');
    Vim.defineEx('write', 'w', save);
    Vim.defineEx('quit', 'q', close);
    Vim.defineEx('wq', 'wq', saveAndClose);
    Vim.defineEx('xit', 'x', saveAndClose);
    Vim.defineEx('vsplit', 'vs', () => void runCommand('view.split'));
    // `u` and Ctrl-R look for the editor's own history, which shared documents do without.
    Object.assign(CodeMirror.commands, {
      undo: ({ cm6 }: { cm6: EditorView }) => undo(cm6),
      redo: ({ cm6 }: { cm6: EditorView }) => redo(cm6),
    });
    return vim({ status: true });
  }
  if (keys === 'emacs') {
    const { EmacsHandler, emacs } = await import('@replit/codemirror-emacs');
    EmacsHandler.addCommands({ save });
    EmacsHandler.bindKey('C-/|C-x u|S-C--|C-z', undo);
    EmacsHandler.bindKey('S-C-/|S-C-x u|C--|S-C-z', redo);
    return emacs();
  }
  return [];
}
