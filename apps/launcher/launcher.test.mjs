import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCheck, runChecks } from './checks.mjs';
import { countTests, describeCount, sumCounts } from './count.mjs';
import { NEEDS, describeAptStatus, isDebianLike, matches, missingPackages } from './debian.mjs';
import { explainInstallFailure } from './install.mjs';
import { compareVersions, findNode } from './node-runtime.mjs';
import { run } from './run.mjs';
import { contentHash, createStamp, fingerprint } from './stamp.mjs';
import { createProgress, seconds } from './ui.mjs';

/** @type {string} */
let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'e-code-launcher-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function recordingProgress() {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk)));
  return { progress: createProgress(/** @type {any} */ (stream)), read: () => text };
}

describe('the search for Node.js', () => {
  it('compares by number, part by part', () => {
    expect(compareVersions('v20.20.2', '24.0.0')).toBeLessThan(0);
    expect(compareVersions('v24.9.0', 'v24.10.0')).toBeLessThan(0);
    expect(compareVersions('24.0.0', 'v24.0.0')).toBe(0);
    expect(compareVersions('v100.0.0', 'v24.21.0')).toBeGreaterThan(0);
    expect(compareVersions('v24.0.0-rc.1', 'v24.0.0')).toBe(0);
  });

  it('takes its own when that is new enough, else the one of the package, else says what to do', () => {
    expect(findNode('v24.0.0')).toBe(process.execPath);
    expect(findNode('v20.20.2', () => true)).toMatch(/node_modules\/node-linux-\w+\/bin\/node$/);
    expect(() => findNode('v20.20.2', () => false)).toThrow(/needs Node\.js 24 or newer and this is v20\.20\.2/);
  });
});

describe('a fingerprint', () => {
  beforeEach(() => {
    mkdirSync(join(directory, 'source/inner'), { recursive: true });
    writeFileSync(join(directory, 'source/inner/a.ts'), 'one');
  });
  const read = () => fingerprint(directory, ['source', 'absent']);

  it('stays while nothing changes, and changes with a write, a new file and a removal', () => {
    const first = read();
    expect(read()).toBe(first);
    utimesSync(join(directory, 'source/inner/a.ts'), 1, 1);
    const second = read();
    writeFileSync(join(directory, 'source/b.ts'), '');
    const third = read();
    rmSync(join(directory, 'source/b.ts'));
    expect(second).not.toBe(first);
    expect(third).not.toBe(second);
    expect(read()).toBe(second);
  });

  it('leaves out what a build makes and what only tests read', () => {
    const first = read();
    for (const ignored of ['dist', 'node_modules']) mkdirSync(join(directory, 'source', ignored));
    writeFileSync(join(directory, 'source/dist/out.js'), '');
    writeFileSync(join(directory, 'source/inner/a.test.ts'), '');
    expect(read()).toBe(first);
  });
});

describe('a stamp', () => {
  it('is current only after it was written with the same value', () => {
    const path = join(directory, 'deep/.stamp');
    expect(createStamp(path, 'one').isCurrent()).toBe(false);
    createStamp(path, 'one').write();
    expect(createStamp(path, 'one').isCurrent()).toBe(true);
    expect(createStamp(path, 'two').isCurrent()).toBe(false);
  });

  it('can be made of what a file holds', () => {
    const path = join(directory, 'lock');
    writeFileSync(path, 'one');
    const first = contentHash(path);
    utimesSync(path, 1, 1);
    expect(contentHash(path)).toBe(first);
    writeFileSync(path, 'two');
    expect(contentHash(path)).not.toBe(first);
  });
});

describe('the programs of the machine', () => {
  it('names the packages whose program or path is absent', () => {
    const present = new Set(['git', 'python3']);
    const missing = missingPackages(NEEDS.start, ({ program }) => present.has(program ?? ''));
    expect(missing).toContain('runc');
    expect(missing).toContain('python3-venv');
    expect(missing).not.toContain('git');
  });

  it('finds programs and paths of this machine', () => {
    const needs = [
      { package: 'present', program: 'sh' },
      { package: 'absent', program: 'no-such-program-of-ours' },
      { package: 'absent-path', path: '/usr/no-such*/thing' },
    ];
    expect(missingPackages(needs)).toEqual(['absent', 'absent-path']);
  });

  it('matches a path with a star inside a name', () => {
    mkdirSync(join(directory, 'python3.11/ensurepip'), { recursive: true });
    expect(matches(`${directory}/python3*/ensurepip`)).toBe(true);
    expect(matches(`${directory}/python4*/ensurepip`)).toBe(false);
    expect(matches(`${directory}/python3.11`)).toBe(true);
  });

  it('knows Debian and what is built on it', () => {
    expect(isDebianLike('NAME="Debian GNU/Linux"\nID=debian\n')).toBe(true);
    expect(isDebianLike('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
    expect(isDebianLike('ID=fedora\n')).toBe(false);
    expect(isDebianLike('')).toBe(false);
  });

  it('reads the progress that apt reports', () => {
    expect(describeAptStatus('dlstatus:3:42.7:Retrieving file 3 of 9')).toBe('downloading, 43 %');
    expect(describeAptStatus('pmstatus:runc:66.6667:Unpacking runc')).toBe('runc, 67 %');
    expect(describeAptStatus('something else')).toBeUndefined();
  });
});

describe('an installation that fails', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request failed', /registry does not answer/],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES', /may not write/],
    ['npm error code EUNKNOWN', /npm says why/],
  ])('says what to do: %s', (output, message) => {
    const failure = explainInstallFailure(`npm warn something\n${output}\n`);
    expect(failure.message).toMatch(message);
    expect(failure.output).toBe(output);
  });
});

describe('the count of tests', () => {
  const file = (/** @type {string[]} */ ...statuses) => ({
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  });

  it('adds up what passed, failed and was skipped', () => {
    const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'todo', 'passed')] };
    expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that broke before its first test', () => {
    const report = { testResults: [file('passed'), { status: 'failed', assertionResults: [] }] };
    expect(countTests(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a crash, an error outside a test and a run without a test as failed', () => {
    expect(countTests(undefined, 137).failed).toBe(1);
    expect(countTests({ testResults: [file('passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(countTests({ testResults: [] }, 0).failed).toBe(1);
  });

  it('is said on one line', () => {
    const sum = sumCounts([countTests({ testResults: [file('passed')] }, 0), { passed: 8, failed: 0, skipped: 0 }]);
    expect(describeCount(sum)).toBe('9 passed, 0 failed');
    expect(describeCount({ passed: 1, failed: 2, skipped: 3 })).toBe('3 skipped\n1 passed, 2 failed');
  });
});

describe('a check', () => {
  const check = (/** @type {string} */ script) => ({
    label: 'a check',
    command: ['-e', script],
    countFiles: (/** @type {string} */ output) => Number(/(\d+) files/.exec(output)?.[1] ?? 0),
  });

  it('holds when its program ends well and has looked at files', async () => {
    expect(await runCheck(check(`console.log('3 files')`), process.execPath)).toMatchObject({ ok: true, files: 3 });
  });

  it('fails when it looked at nothing, and when its program fails', async () => {
    const blind = await runCheck(check(`console.log('0 files')`), process.execPath);
    expect(blind).toMatchObject({ ok: false, words: expect.stringContaining('looked at no file') });
    expect((await runCheck(check(`console.log('3 files'); process.exit(2)`), process.execPath)).ok).toBe(false);
  });

  it('is counted and printed with its words when it fails', async () => {
    const { progress, read } = recordingProgress();
    const checks = [check(`console.log('3 files')`), check(`console.log('3 files, this is wrong'); process.exit(1)`)];
    expect(await runChecks(progress, process.execPath, checks)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(read()).toMatch(/✓ a check .* 3 files/);
    expect(read()).toContain('this is wrong');
  });
});

describe('a step', () => {
  it('prints its name and its time, without colours when nobody sees them', async () => {
    const { progress, read } = recordingProgress();
    expect(await progress.step('Building', async (tell) => (tell('12 files'), 7))).toBe(7);
    expect(read()).toMatch(/✓ Building +0\.\d s 12 files\n$/);
    expect(read()).not.toContain('\u001b');
  });

  it('prints a failure and hands it on', async () => {
    const { progress, read } = recordingProgress();
    await expect(progress.step('Building', () => Promise.reject(new Error('It broke.')))).rejects.toThrow('It broke.');
    expect(read()).toMatch(/✗ Building/);
  });

  it('says times as people do', () => {
    expect([40, 12_340, 59_960, 125_000].map(seconds)).toEqual(['0.0 s', '12.3 s', '1 min 00 s', '2 min 05 s']);
  });
});

describe('a program', () => {
  it('gives what it printed and how it ended', async () => {
    const script = `console.log('out'); console.error('err'); process.exit(3)`;
    const { code, output } = await run(process.execPath, ['-e', script], { cwd: directory });
    expect(code).toBe(3);
    expect(output.split('\n').toSorted().join(' ').trim()).toBe('err out');
  });

  it('that is absent gives 127', async () => {
    expect(await run(join(directory, 'absent'), [], { cwd: directory })).toMatchObject({ code: 127 });
  });
});

describe('the launcher', () => {
  it('needs no package', () => {
    // Its own files, in a place without node_modules: an import of a package would not resolve.
    mkdirSync(join(directory, 'apps'));
    symlinkSync(import.meta.dirname, join(directory, 'apps/launcher'));
    const script = `for (const name of ['build','checks','count','debian','failure','install','node-runtime','run','stamp','ui']) await import('${directory}/apps/launcher/' + name + '.mjs')`;
    const { status, stderr } = spawnSync(process.execPath, [
      '--preserve-symlinks',
      '--input-type=module',
      '-e',
      script,
    ]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });
});
