import { themeBootScript } from '@e-code/kernel/web/theme';
import type { Plugin } from 'vite';

/** Puts the theme script into index.html before everything else, so that the first paint has the right colours. */
export function themeScript(): Plugin {
  return {
    name: 'e-code:theme-script',
    transformIndexHtml: {
      order: 'post',
      handler: () => [{ tag: 'script', children: themeBootScript, injectTo: 'head-prepend' }],
    },
  };
}
