import { build, parseSync, type Plugin } from 'vite';
import { expect, it } from 'vitest';
import { unboundNames } from './unbound-names.ts';
import { wholeChunks } from './whole-chunks.ts';

const unbound = (code: string): string[] => [...unboundNames(parseSync('a.js', code).program)].toSorted();

it('finds names that nothing makes, and takes words for words', () => {
  expect(
    unbound('document.title = missing; label: for (const one of [{ key: 1 }]) { one.key; continue label; }'),
  ).toEqual(['document', 'missing']);
  expect(
    unbound('export { gone as kept }; export { other } from "./other.js"; export * as all from "./all.js"'),
  ).toEqual(['gone']);
  expect(
    unbound('import { a as b } from "./a.js"; function f({ c = d }, ...[e]) { try { b(e); } catch ({ g }) { g(c); } }'),
  ).toEqual(['d']);
});

/** Builds one module; `spoil` changes what comes out of it. */
function buildOf(source: string, spoil: (code: string) => string): Promise<unknown> {
  const module: Plugin = {
    name: 'module',
    resolveId: (id) => (id === 'entry' ? 'entry.js' : undefined),
    load: (id) => (id === 'entry.js' ? source : undefined),
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') part.code = spoil(part.code);
    },
  };
  const input = 'entry';
  return build({
    configFile: false,
    logLevel: 'silent',
    plugins: [module, wholeChunks()],
    build: { write: false, minify: false, rolldownOptions: { input } },
  });
}

const source = 'const words = ["a"]; globalThis.say = () => document.write(words);';

it('lets a build pass whose chunks have what they use', async () => {
  await expect(buildOf(source, (code) => code)).resolves.toBeDefined();
});

it('refuses a chunk that uses what it does not have', async () => {
  const spoilt = buildOf(source, (code) => code.replace(/(?:var|const) words = \["a"\];/, ''));
  await expect(spoilt).rejects.toThrow(/uses what it does not have: words/);
});
