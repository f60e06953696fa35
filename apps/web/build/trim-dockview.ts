import type { Plugin } from 'vite';

/** A rule that belongs to a theme alone; ours is in the editor's own style sheet. */
const themeRule = /[^{}]*\.dockview-theme-[^{}]*\{[^{}]*\}/g;

/** The name that developer tools show: an assignment, which keeps the component in the build when nothing else uses it. */
const displayName = /^\w+\.displayName = "[^"]*";$/gm;

/**
 * Leaves out what dockview brings and this page never uses: two thirds of its style sheet are colours of other themes,
 * and its panes, grids and splits for other layouts are code of 4 KiB, compressed.
 */
export function trimDockview(): Plugin {
  return {
    name: 'e-code:trim-dockview',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/node_modules/dockview-react/')) return undefined;
      if (id.endsWith('.css')) return code.replaceAll(themeRule, '');
      const component = code.replaceAll(displayName, '');
      return { code: component.replaceAll('= React.forwardRef(', '= /* @__PURE__ */ React.forwardRef('), map: null };
    },
  };
}
