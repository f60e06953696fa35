import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileDiff, RouteName } from '../../contract/index.ts';
import { openProject, type Project } from '../../testing/project.ts';

/** A project with a repository, driven through the host's routes as the pane drives it. */
export class Repository {
  readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }

  static async open(files: Record<string, string> = {}): Promise<Repository> {
    const repository = new Repository(await openProject(files));
    await repository.do('git.init', {});
    return repository;
  }

  /** A repository whose first commit has these files. */
  static async committed(files: Record<string, string>): Promise<Repository> {
    const repository = await Repository.open(files);
    await repository.commitAll('First');
    return repository;
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  async do(name: RouteName, body: object): Promise<any> {
    const { json } = await this.project.ask(name, { body });
    return json;
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  async get(name: RouteName, query: Record<string, string | number> = {}): Promise<any> {
    return (await this.project.ask(name, { query })).json;
  }

  async commitAll(message: string): Promise<string> {
    const { files } = await this.get('git.state');
    await this.do('git.stage', { paths: files.map(({ path }: { path: string }) => path) });
    return (await this.do('git.commit', { message })).commit;
  }

  /** What stock git says. */
  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.project.root, encoding: 'utf8' });
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.project.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.project.root, path), 'utf8');
  }

  diff(path: string, side: 'unstaged' | 'staged' = 'unstaged'): Promise<FileDiff> {
    return this.get('git.diff', { path, side });
  }

  /** Applies single lines of a difference, found by their text. */
  async lines(action: 'stage' | 'unstage' | 'discard', path: string, texts: string[]): Promise<string | null> {
    const { hunks, fingerprint } = await this.diff(path, action === 'unstage' ? 'staged' : 'unstaged');
    const chosen = hunks.map(({ lines }, hunk) => ({
      hunk,
      lines: lines.flatMap((line, index) =>
        line.kind !== ' ' && texts.includes(line.kind + line.text) ? [index] : [],
      ),
    }));
    const answer = await this.do('git.applyLines', { path, action, fingerprint, hunks: chosen });
    if (answer.undo === undefined) throw new Error(JSON.stringify(answer));
    return answer.undo;
  }
}

export const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`).join('\n') + '\n';

/** `main` and `theirs` change the same line of a.txt. */
export async function diverged(): Promise<Repository> {
  const repository = await Repository.committed({ 'a.txt': ten });
  await repository.do('git.createBranch', { name: 'theirs' });
  repository.write('a.txt', ten.replace('line 5', 'their five'));
  await repository.commitAll('Theirs');
  await repository.do('git.switch', { to: 'main' });
  repository.write('a.txt', ten.replace('line 5', 'our five'));
  await repository.commitAll('Ours');
  return repository;
}
