import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findTemplate, listCatalogue, seedOf } from './catalogue.ts';
import { listTemplates } from './list.ts';
import { machineToolchains } from './toolchain.ts';

const folders = await readdir(new URL('../templates/', import.meta.url));

function directoryOf(name: string): string {
  const entry = findTemplate(name);
  return (entry && seedOf(entry))?.directory ?? 'no directory';
}

describe('the gallery', () => {
  it('has a folder for each template with files, and no other folder', () => {
    const names = listCatalogue().flatMap((entry) => (seedOf(entry) === undefined ? [] : [entry.name]));
    expect(new Set(folders)).toEqual(new Set(names));
  });

  it.each(folders)('explains %s in a README', async (name) => {
    expect(await readFile(`${directoryOf(name)}/README.md`, 'utf8')).toMatch(/^# \w.*\n\n\w/);
  });

  it.each(folders.filter((name) => name.startsWith('node-')))('pins what %s depends on', async (name) => {
    const read = async (file: string): Promise<string> => readFile(`${directoryOf(name)}/${file}`, 'utf8');
    const { dependencies, devDependencies } = JSON.parse(await read('package.json'));
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
    const lock = await read('package-lock.json');
    expect(lock).toContain('"integrity": "sha512-');
    // An address would tie projects to the registry of whoever made the file.
    expect(lock).not.toContain('"resolved"');
  });

  it('says in words what an installation lacks', async () => {
    const templates = await listTemplates({ has: async (need) => !('program' in need && need.program === 'gcc') });
    const lacking = templates.filter(({ missing }) => missing.length > 0);
    expect(lacking.map(({ name, missing }) => [name, missing])).toEqual([
      ['c', [expect.objectContaining({ program: 'gcc', install: 'apt-get install gcc libc6-dev' })]],
    ]);
  });

  it('looks at the machine', async () => {
    const toolchains = machineToolchains();
    expect(await toolchains.has({ program: 'node' })).toBe(true);
    expect(await toolchains.has({ program: 'bash' })).toBe(true);
    expect(await toolchains.has({ program: 'no-such-program' })).toBe(false);
    expect(await toolchains.has({ pythonModule: 'no_such_module' })).toBe(false);
  });
});
