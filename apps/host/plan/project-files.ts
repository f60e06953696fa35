import { readdir, stat } from 'node:fs/promises';
import { HostError } from '../failure.ts';
import { follow, openFile } from '../files/paths.ts';

/** Configuration files are small; more than this is not one. */
const sizeLimit = 1024 * 1024;

/** What a detector may look at: the names at the top of the project, and files by path. */
export class ProjectFiles {
  readonly #root: string;
  readonly names: ReadonlySet<string>;

  private constructor(root: string, names: ReadonlySet<string>) {
    this.#root = root;
    this.names = names;
  }

  static async read(root: string): Promise<ProjectFiles> {
    return new ProjectFiles(root, new Set(await readdir(root)));
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** The first of these names that exists. */
  first(...names: string[]): string | undefined {
    return names.find((name) => this.names.has(name));
  }

  withEnding(ending: string): string[] {
    return [...this.names].filter((name) => name.endsWith(ending)).toSorted();
  }

  /** The text of a file, or undefined when it is absent, too large or no file. */
  async text(path: string): Promise<string | undefined> {
    const handle = await openFile(this.#root, path).catch((error: unknown) => {
      if (error instanceof HostError) return undefined;
      throw error;
    });
    if (handle === undefined) return undefined;
    try {
      return (await handle.stat()).size > sizeLimit ? undefined : await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  }

  /** When it was last changed, or undefined when it is absent. */
  async changed(path: string): Promise<number | undefined> {
    try {
      return (await stat((await follow(this.#root, path)).absolute)).mtimeMs;
    } catch {
      return undefined;
    }
  }
}
