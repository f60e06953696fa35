import type { Plugin } from 'vite';

/** The font of the interface is needed for the first paint: the page asks for it beside the style sheet, not after it. */
export function preloadFont(name: string): Plugin {
  return {
    name: 'e-code:preload-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((fileName) => fileName.includes(name));
        if (!file) throw new Error(`No font ${name} is in the build`);
        const attrs = { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: '' };
        return [{ tag: 'link', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}
