import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HostError } from '../../failure.ts';
import { conditions, start } from './start.ts';

const run = promisify(execFile);
/** Python may be read from a cold disk. */
const patience = 20_000;
const systemPython = '/usr/bin/python3';
/** What Debian puts apart that others have inside of debugpy. */
const itsPackages = /^(debugpy|_?pydev.*|bytecode)$/;

const question = `
import importlib.util, sys
spec = importlib.util.find_spec('debugpy')
print('%d.%d' % sys.version_info[:2])
print(spec.origin if spec else '')
`;

interface Found {
  readonly version: string;
  /** The folder that holds the package; undefined when it is not there. */
  readonly folder: string | undefined;
}

async function look(python: string, environment: Readonly<Record<string, string>>): Promise<Found | undefined> {
  try {
    const { stdout } = await run(python, ['-c', question], { env: environment, timeout: patience });
    const [version = '', origin = ''] = stdout.split('\n');
    return { version, folder: origin === '' ? undefined : dirname(dirname(origin)) };
  } catch {
    return undefined;
  }
}

/**
 * Makes a folder for PYTHONPATH that starts the debugger in the first Python of a command. The project's own debugpy is
 * used where there is one; a virtual environment does not see that of the machine, so it is linked into the folder when
 * both have the same version of Python.
 */
export async function prepareFolder(folder: string, environment: Readonly<Record<string, string>>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'sitecustomize.py'), start);
  await writeFile(join(folder, conditions.file), conditions.source);
  const own = await look('python3', environment);
  if (own?.folder !== undefined) return;
  const machine = await look(systemPython, environment);
  if (own === undefined || machine?.folder === undefined || machine.version !== own.version) {
    throw new HostError('debugger_missing', {
      details:
        'Run "python3 -m pip install debugpy" in a terminal, or add debugpy to the requirements of the project. ' +
        'For all projects, ask your operator to run: apt-get install python3-debugpy',
    });
  }
  const names = (await readdir(machine.folder)).filter((name) => itsPackages.test(name.replace(/\.py$/, '')));
  for (const name of names) await symlink(join(machine.folder, name), join(folder, name));
}
