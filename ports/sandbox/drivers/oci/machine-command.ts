import { spawn } from 'node:child_process';

/** The whole environment of every tool and runtime that the driver starts: nothing of the platform's own. */
export const TOOL_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

export interface CommandOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A tool of the machine ended with another code than 0, or is not installed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly missing: boolean;
  constructor(message: string, missing: boolean) {
    super(message);
    this.missing = missing;
  }
}

/** Runs a tool to its end without a shell. Never rejects because of the exit code. */
export function tryCommand(file: string, args: readonly string[], input = ''): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: TOOL_ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject(new CommandError(`${file} could not be started: ${error.message}`, true)));
    child.on('close', (code) => {
      resolve({ code: code ?? 255, stdout: String(Buffer.concat(stdout)), stderr: String(Buffer.concat(stderr)) });
    });
    // A tool may end without reading its input; its exit code tells more than the broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Runs a tool and answers what it printed. Rejects with {@link CommandError} when it fails. */
export async function runCommand(file: string, args: readonly string[], input = ''): Promise<string> {
  const output = await tryCommand(file, args, input);
  if (output.code === 0) return output.stdout;
  throw new CommandError(`${file} ended with code ${output.code}: ${output.stderr.trim().slice(-500)}`, false);
}
