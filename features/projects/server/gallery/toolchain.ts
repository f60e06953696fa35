import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a template needs so that its program runs: a program, or a module of Python. */
export type Need = { program: string } | { pythonModule: string };

/** Tells what the sandboxes of this installation have. */
export interface Toolchains {
  has(need: Need): Promise<boolean>;
}

// Sandboxes see /usr of the machine; PATH of the platform may hold more than they do.
const SANDBOX_PATH: readonly string[] = ['/usr/local/bin', '/usr/bin'];
const REMEMBER_MS = 60_000;
const run = promisify(execFile);

/**
 * Looks at this machine, at most once a minute for each need.
 * @param folders of programs that sandboxes see beside those of the system
 */
export function machineToolchains(folders: readonly string[] = []): Toolchains {
  const path = [...folders, ...SANDBOX_PATH];
  const answers = new Map<string, { answer: Promise<boolean>; until: number }>();
  return {
    has(need) {
      const key = JSON.stringify(need);
      const known = answers.get(key);
      if (known !== undefined && known.until > performance.now()) return known.answer;
      const answer = 'program' in need ? isInstalled(path, need.program) : isImportable(need.pythonModule);
      answers.set(key, { answer, until: performance.now() + REMEMBER_MS });
      return answer;
    },
  };
}

async function isInstalled(path: readonly string[], program: string): Promise<boolean> {
  // The platform runs on Node and gives it to every sandbox.
  if (program === 'node') return true;
  const found = await Promise.allSettled(path.map((folder) => access(join(folder, program), constants.X_OK)));
  return found.some(({ status }) => status === 'fulfilled');
}

/** Finds the module without running it. `-I`: neither the folder we are in nor a person's own modules count. */
async function isImportable(name: string): Promise<boolean> {
  const script = 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)';
  try {
    await run('/usr/bin/python3', ['-I', '-c', script, name], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
