import { createHash } from 'node:crypto';
import { themeBootScript } from '@e-code/kernel/web/theme';
import type { Plugin } from 'vite';

/**
 * Puts the theme script into index.html before everything else, and writes `csp.json` beside it:
 * `{ "scriptHashes": ["sha256-..."] }`, the only inline script that the server's Content-Security-Policy has to allow.
 */
export function themeScript(): Plugin {
  const hash = `sha256-${createHash('sha256').update(themeBootScript).digest('base64')}`;
  return {
    name: 'e-code:theme-script',
    transformIndexHtml: {
      order: 'post',
      handler: () => [{ tag: 'script', children: themeBootScript, injectTo: 'head-prepend' }],
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'csp.json', source: JSON.stringify({ scriptHashes: [hash] }) });
    },
  };
}
