import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the host itself inherited; its own settings were taken out. */
export function inheritedEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] = value;
  return environment;
}

/** Clients of Replit's database look into this file first, and once an hour again. */
const DATABASE_FILE = 'replitdb';

/**
 * The variables that the platform gives to programs of the project: secrets and addresses of its services. They are in
 * the memory of the host and of the programs that were given them, and nowhere on the disk.
 */
export class ProjectEnvironment {
  readonly #temporary: string;
  #variables: Readonly<Record<string, string>> = {};
  #written: Promise<void> = Promise.resolve();

  /** @param temporary where programs look for temporary files; it is in memory */
  constructor(temporary = '/tmp') {
    this.#temporary = temporary;
  }

  /** For everything that begins from now on. Programs that run keep what they were started with. */
  async set(variables: Readonly<Record<string, string>>): Promise<void> {
    this.#variables = variables;
    this.#written = this.#written.then(() => this.#writeDatabaseFile(variables['REPLIT_DB_URL']));
    await this.#written;
  }

  /** What a program of the user is started with. */
  forPrograms(): Record<string, string> {
    return { ...inheritedEnvironment(), ...this.#variables };
  }

  /** Replaced as a whole: a client may read at any moment. */
  async #writeDatabaseFile(address: string | undefined): Promise<void> {
    const path = join(this.#temporary, DATABASE_FILE);
    if (address === undefined) return rm(path, { force: true });
    const draft = join(this.#temporary, `.${DATABASE_FILE}-${process.pid}`);
    await writeFile(draft, address, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, path);
  }
}
