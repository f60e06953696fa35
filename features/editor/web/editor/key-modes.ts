import type { Extension } from '@codemirror/state';
import { runCommand } from '@e-code/kernel/web';
import type { EditorKeys } from '../settings/editor-settings.ts';

const close = () => void runCommand('view.close');

/** Vim and Emacs keys are fetched by those who use them. `save` is what `:w` and `C-x C-s` do. */
export async function loadKeys(keys: EditorKeys, save: () => void): Promise<Extension> {
  const saveAndClose = () => {
    save();
    close();
  };
  if (keys === 'vim') {
    const { Vim, vim } = await import('@replit/codemirror-vim');
    Vim.defineEx('write', 'w', save);
    Vim.defineEx('quit', 'q', close);
    Vim.defineEx('wq', 'wq', saveAndClose);
    Vim.defineEx('xit', 'x', saveAndClose);
    Vim.defineEx('vsplit', 'vs', () => void runCommand('view.split'));
    return vim({ status: true });
  }
  if (keys === 'emacs') {
    const { EmacsHandler, emacs } = await import('@replit/codemirror-emacs');
    EmacsHandler.addCommands({ save });
    return emacs();
  }
  return [];
}
