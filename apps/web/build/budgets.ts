import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';
import { closureOf, entryOf } from './graph.ts';
import type { Page } from './pages.ts';
import { filesOf, fontOf } from './preload-pages.ts';

async function sizeOf(bundle: Rolldown.OutputBundle, names: Iterable<string>): Promise<number> {
  const sizes = [...names].map(async (name) => {
    const part = bundle[name];
    const content = part?.type === 'chunk' ? part.code : (part?.source ?? '');
    // Fonts are compressed already.
    return name.endsWith('.woff2') ? content.length : (await promisify(brotliCompress)(content)).length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

/**
 * Fails the build when the entry, or a page in all, weighs more than it may, and prints what each weighs. What a page
 * asks for after that, such as the grammar of a language or its data, is measured by the bench.
 */
export function budgets(entryLimit: number, pages: readonly Page[]): Plugin {
  return {
    name: 'e-code:budgets',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const entry = closureOf(bundle, entryOf(bundle));
      const parts = pages.map(({ name, files, wideFiles, fonts, limit }) => {
        const own = filesOf(bundle, [...files, ...wideFiles], entry);
        return { name, limit, names: [...entry, ...own, ...fonts.map((font) => fontOf(bundle, font))] };
      });
      for (const { name, limit, names } of [{ name: 'Entry', limit: entryLimit, names: [...entry] }, ...parts]) {
        const bytes = await sizeOf(bundle, names);
        const line = `${name}: ${kib(bytes)} of ${kib(limit)} in ${names.length} files`;
        if (bytes > limit) this.error(`${line}: over the budget`);
        this.info(line);
      }
    },
  };
}
