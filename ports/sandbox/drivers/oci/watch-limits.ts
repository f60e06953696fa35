import { readFile, writeFile } from 'node:fs/promises';
import { TOOL_ENVIRONMENT } from './machine-command.ts';
import type { Hook } from './network-commands.ts';

/**
 * Watching files (inotify) is limited by user, and all sandboxes belong to one: without limits of their own, the first
 * project that watches everything leaves none for the others. A watch costs about a kilobyte of the sandbox's memory.
 */
const SANDBOX = { max_inotify_watches: 65_536, max_inotify_instances: 256 };

/** Debian's 128 instances are for one person at a desk; each running project needs a few. */
const MACHINE = {
  '/proc/sys/fs/inotify/max_user_watches': 1_048_576,
  '/proc/sys/fs/inotify/max_user_instances': 8_192,
};

/**
 * Raises what the machine allows for all sandboxes together. Inside a container without that right everything stays as it
 * is.
 * @returns whether something was changed
 */
export async function raiseWatchLimits(): Promise<boolean> {
  const raised = await Promise.all(Object.entries(MACHINE).map(([file, least]) => raise(file, least)));
  return raised.includes(true);
}

async function raise(file: string, least: number): Promise<boolean> {
  const now = Number(await readFile(file, 'utf8').catch(() => Number.NaN));
  // NaN: a kernel without inotify has nothing to raise.
  if (!(now < least)) return false;
  return writeFile(file, String(least)).then(
    () => true,
    () => false,
  );
}

/** In the user namespace of the sandbox, where these files mean that namespace. Best effort: older kernels lack them. */
const SCRIPT = `read -r state; pid=\${state#*'"pid":'}; pid=\${pid%%[!0-9]*}
exec nsenter -t "$pid" -U sh -c '${Object.entries(SANDBOX)
  .map(([name, most]) => `echo ${most} > /proc/sys/user/${name}`)
  .join('; ')}; true' 2>/dev/null`;

/** Limits the sandbox, before its command runs. */
export const watchLimitHook: Hook = {
  path: '/bin/sh',
  args: ['sh', '-c', SCRIPT],
  env: [`PATH=${TOOL_ENVIRONMENT.PATH}`],
};
