import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AddedLines } from './added-lines.ts';
import { secretsIn } from './find-secrets.ts';
import { inspectNewFiles } from './pushed-files.ts';
import { secretsInCommits } from './pushed-secrets.ts';
import { secretRules } from './secret-rules.ts';

const signs = 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z0A'.repeat(4);
const upper = 'ABCDEFGHJKMNPQRSTVWX234567ABCDEFGHJKMNPQRSTVWX234567ABCDEFGHJKMNPQRSTVWX';
const hex = '0123456789abcdef'.repeat(5);
const take = (count: number, from = signs): string => from.slice(0, count);

/** Each is put together, so that no line here is one. */
const examples: Record<string, string> = {
  'e-code-api-key': `ecode_${take(43)}`,
  'aws-access-key': `AKIA${take(16, upper)}`,
  'aws-secret-key': `aws_secret_access_key = ${take(40)}`,
  'github-token': `gho_${take(36)}`,
  'github-fine-token': `github_pat_${take(22)}_${take(59)}`,
  'gitlab-token': `glpat-${take(20)}`,
  'slack-token': `xoxb-${take(12, hex)}-${take(24)}`,
  'slack-app-token': `xapp-1-${take(11, upper)}-1234567890123-${take(32, hex)}`,
  'slack-webhook': `https://hooks.slack.com/services/T${take(8, upper)}/B${take(8, upper)}/${take(24)}`,
  'stripe-key': `sk_live_${take(24)}`,
  'stripe-webhook': `whsec_${take(32)}`,
  'google-api-key': `AIza${take(35)}`,
  'google-client-secret': `GOCSPX-${take(28)}`,
  'npm-token': `npm_${take(36)}`,
  'pypi-token': `pypi-AgEIcHlwaS5vcmc${take(60)}`,
  'openai-key': `sk-proj-${take(40)}T3BlbkFJ${take(40)}`,
  'anthropic-key': `sk-ant-api03-${take(90)}`,
  'hugging-face-token': `hf_${take(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ')}`,
  'sendgrid-key': `SG.${take(22)}.${take(43)}`,
  'telegram-token': `123456789:AA${take(33)}`,
  'azure-storage-key': `AccountKey=${take(86)}==`,
  'digitalocean-token': `dop_v1_${take(64, hex)}`,
  'shopify-token': `shpat_${take(32, hex)}`,
  'docker-token': `dckr_pat_${take(27)}`,
  'vault-token': `hvs.${take(96)}`,
  'age-key': `AGE-SECRET-KEY-1${take(58, upper)}`,
  'private-key': `-----BEGIN ${'RSA PRIVATE KEY'}-----\\n${take(64)}`,
};
const kinds = (text: string, following: string[] = []): string[] => secretsIn({ text, following }).map(({ id }) => id);

function makeRepository(): { root: string; git: (...words: string[]) => string } {
  const root = mkdtempSync(join(tmpdir(), 'guard-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const person = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  const git = (...words: string[]): string =>
    execFileSync('git', [...person, ...words], { cwd: root, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  return { root, git };
}

describe('a secret', () => {
  it.each(secretRules.map(({ id }) => id))('is known by its shape: %s', (id) => {
    expect(kinds(`const key = "${examples[id]}";`)).toContain(id);
  });

  it('is not a placeholder, a part of a word, or talk of keys', () => {
    expect(kinds(`ghp_${'x'.repeat(36)}`)).toEqual([]);
    expect(kinds(`AKIA${'IOSFODNN7'}EXAMPLE`)).toEqual([]);
    expect(kinds(`my${examples['aws-access-key']}`)).toEqual([]);
    expect(kinds(`-----BEGIN ${'PRIVATE KEY'}-----`, ['', 'is how keys begin'])).toEqual([]);
    expect(kinds(`-----BEGIN ${'PGP PRIVATE KEY BLOCK'}-----`, ['', take(64)])).toEqual(['private-key']);
  });

  it('is looked for in linear time', () => {
    const worst = ['A', '-', '_', 'sk-', 'ghp_', '-----BEGIN A ', 'aws_secret_access_key', 'xoxb-1-', 'AAAAAAA ', '1'];
    for (const part of worst) {
      const time = (length: number): number => {
        const text = part.repeat(length / part.length);
        const begin = performance.now();
        secretsIn({ text, following: [] });
        return performance.now() - begin;
      };
      time(100_000);
      // Ten times the text may take ten times as long, with much room for noise; squared it would be a hundred times.
      expect(time(2_000_000), part).toBeLessThan(Math.max(1_000, 60 * time(200_000)));
    }
  });
});

describe('what is new', () => {
  it('is read from differences of commits and of merges', () => {
    const lines = new AddedLines('\0');
    const token = examples['github-token'];
    const text = [
      '\x001111111',
      'diff --git a.txt a.txt',
      '--- a.txt',
      '+++ a.txt',
      '@@ -3,2 +3,2 @@ heading',
      '-old',
      `-${token}`,
      '+++ looks like a head',
      `+${token}`,
      '\x002222222',
      'diff --cc b.txt',
      '--- b.txt',
      '+++ b.txt',
      '@@@ -1,1 -1,1 +1,3 @@@',
      `+ ${token}`,
      `++${token}`,
      ` +${token}`,
    ];
    text.forEach((line) => lines.take(line));
    const places = lines.end().map(({ commit, path, line }) => `${commit} ${path}:${line}`);
    expect(places).toEqual(['1111111 a.txt:4', '2222222 b.txt:2']);
  });

  it('is looked through whatever it is called, also after binary files and long lines', async () => {
    const { root, git } = makeRepository();
    writeFileSync(join(root, 'noise.bin'), Buffer.alloc(300_000));
    writeFileSync(join(root, 'a name\twith "signs" ü.txt'), `${'x'.repeat(500_000)} ${examples['npm-token']} y`);
    writeFileSync(join(root, '.gitattributes'), '* -diff\n');
    git('add', '.');
    git('commit', '-q', '-m', 'One');
    const tip = git('rev-parse', 'HEAD');
    git('update-ref', '-d', 'refs/heads/main');
    const commits = { root, tips: [tip], environment: {} };
    const { suspects } = await inspectNewFiles(commits, 1_000_000);
    expect(suspects).toHaveLength(1);
    expect(await secretsInCommits(commits, suspects)).toMatchObject([{ rule: 'npm-token', line: 1 }]);
    expect((await inspectNewFiles(commits, 400_000)).large).toMatchObject({ size: 500_041 + 2 });
  });

  it('is refused when it cannot be read', async () => {
    const { root } = makeRepository();
    const commits = { root, tips: ['1'.repeat(40)], environment: {} };
    await expect(inspectNewFiles(commits, 1)).rejects.toThrow('could not be listed');
  });
});
