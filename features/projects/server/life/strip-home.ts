import type { Parts } from './parts.ts';

/** Removes everything from a volume but the project's files. The platform opens no user's path, so a sandbox does it. */
export async function stripHome({ sandbox }: Pick<Parts, 'sandbox'>, volume: string): Promise<void> {
  const outsideWorkspace = ['/home/runner', '-mindepth', '1', '-maxdepth', '1', '!', '-name', 'workspace'];
  const { exited } = await sandbox.start({
    id: volume,
    volume,
    command: ['find', ...outsideWorkspace, '-exec', 'rm', '-rf', '--', '{}', '+'],
    limits: { cpus: 1, memoryBytes: 128 * 1024 * 1024, pids: 16 },
    network: 'none',
  });
  const { reason, code, message } = await exited;
  if (reason !== 'exited' || code !== 0) throw new Error(`The home of ${volume} could not be emptied: ${message}`);
}
