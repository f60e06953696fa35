import type { Plugin } from 'vite';

/**
 * The Emacs keys of the editor are calls whose results nobody uses, and their package marks them as free of effects, so
 * that a build leaves all of them out. This takes the marks away.
 */
export function keepEmacsCommands(): Plugin {
  return {
    name: 'e-code:keep-emacs-commands',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/node_modules/@replit/codemirror-emacs/')) return undefined;
      return { code: code.replaceAll('/*@__PURE__*/EmacsHandler.', 'EmacsHandler.'), map: null };
    },
  };
}
