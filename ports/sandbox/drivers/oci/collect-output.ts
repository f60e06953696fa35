import type { Readable } from 'node:stream';
import type { ExecOptions, ExecResult, SandboxProcess } from '../../port.ts';

const DEFAULT_MAXIMUM_BYTES = 16 * 1024 * 1024;

/** Feeds a process its input and collects both outputs until it ends. */
export async function collectOutput(running: SandboxProcess, options: ExecOptions): Promise<ExecResult> {
  const { stdin = '', maximumBytes = DEFAULT_MAXIMUM_BYTES, abort } = options;
  const kill = () => void running.kill('SIGKILL');
  abort?.addEventListener('abort', kill, { once: true });
  if (abort?.aborted === true) kill();
  running.stdin.end(stdin);
  const [stdout, stderr, exit] = await Promise.all([
    collect(running.stdout, maximumBytes),
    collect(running.stderr, maximumBytes),
    running.exited,
  ]);
  abort?.removeEventListener('abort', kill);
  return { ...exit, stdout: stdout.data, stderr: stderr.data, truncated: stdout.truncated || stderr.truncated };
}

async function collect(stream: Readable, maximumBytes: number): Promise<{ data: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let kept = 0;
  let truncated = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const data = chunk.subarray(0, maximumBytes - kept);
    truncated ||= data.length < chunk.length;
    kept += data.length;
    if (data.length > 0) chunks.push(data);
  }
  return { data: Buffer.concat(chunks), truncated };
}
