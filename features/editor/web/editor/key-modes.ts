import type { Extension } from '@codemirror/state';
import type { EditorKeys } from '../settings/editor-settings.ts';

/** Vim and Emacs keys are fetched by those who use them. `save` is what `:w` and `C-x C-s` do. */
export async function loadKeys(keys: EditorKeys, save: () => void): Promise<Extension> {
  if (keys === 'vim') {
    const { Vim, vim } = await import('@replit/codemirror-vim');
    Vim.defineEx('write', 'w', save);
    return vim({ status: true });
  }
  if (keys === 'emacs') {
    const { EmacsHandler, emacs } = await import('@replit/codemirror-emacs');
    EmacsHandler.addCommands({ save });
    return emacs();
  }
  return [];
}
