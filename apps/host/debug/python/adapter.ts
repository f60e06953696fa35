import { type ChildProcess, spawn } from 'node:child_process';
import { HostError } from '../../failure.ts';
import type { Adapter, AdapterGround, Command, Events, Requests } from '../adapter.ts';
import { DapConnection } from '../dap-connection.ts';
import { prepareFolder } from './find-debugpy.ts';
import { conditions, portVariable } from './start.ts';

/** debugpy is read from a cold disk, maybe on a busy machine. */
const startTime = 30_000;

const abilities = {
  clientID: 'e-code',
  adapterID: 'debugpy',
  pathFormat: 'path',
  linesStartAt1: true,
  columnsStartAt1: true,
  supportsVariableType: true,
};

/** debugpy, which the project's program connects to. */
export class PythonAdapter implements Adapter {
  readonly name = 'python';
  readonly environment: Record<string, string>;
  readonly #child: ChildProcess;
  readonly #connection: DapConnection;

  private constructor(child: ChildProcess, connection: DapConnection, environment: Record<string, string>) {
    this.#child = child;
    this.#connection = connection;
    this.environment = environment;
  }

  /** @throws HostError when debugpy is not there, or does not start in half a minute */
  static async start({ folder, environment, events }: AdapterGround): Promise<PythonAdapter> {
    await prepareFolder(folder, environment);
    const path = [folder, environment['PYTHONPATH']].filter(Boolean).join(':');
    const child = spawn('python3', ['-m', 'debugpy.adapter'], {
      env: { ...environment, PYTHONPATH: path },
      stdio: 'pipe',
    });
    let lastWords = '';
    child.stderr.on('data', (piece: Buffer) => (lastWords = (lastWords + piece.toString()).slice(-2000)));
    const { promise: port, resolve, reject } = Promise.withResolvers<number>();
    const connection = new DapConnection(child.stdout, child.stdin, (event, body) => {
      if (event === 'debugpyWaitingForServer') resolve((body as { port: number }).port);
      else tell(events, event, body);
    });
    const refuse = (): void => reject(new HostError('debugger_ended', { details: lastWords.trim() }));
    const timer = setTimeout(refuse, startTime);
    child.once('error', refuse);
    child.once('close', () => {
      refuse();
      connection.end();
      events.gone(lastWords.trim().split('\n').at(-1) ?? '');
    });
    // Answered when a program has come; a failure is the end of the adapter.
    void connection
      .request('initialize', abilities)
      .then(() => connection.request('attach', { listen: { host: '127.0.0.1', port: 0 }, justMyCode: true }))
      .catch(refuse);
    try {
      const variables = {
        [portVariable]: String(await port),
        PYTHONPATH: path,
        // It would warn of modules that have no files.
        PYDEVD_DISABLE_FILE_VALIDATION: '1',
      };
      return new PythonAdapter(child, connection, variables);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  request<Name extends Command>(command: Name, input: Requests[Name][0]): Promise<Requests[Name][1]> {
    return this.#connection.request(
      command,
      command === 'setBreakpoints' ? withConditions(input as Requests['setBreakpoints'][0]) : input,
    );
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

function withConditions(input: Requests['setBreakpoints'][0]): Requests['setBreakpoints'][0] {
  const breakpoints = input.breakpoints?.map((breakpoint) => {
    const { condition } = breakpoint;
    return condition === undefined ? breakpoint : { ...breakpoint, condition: conditions.wrap(condition) };
  });
  return { ...input, ...(breakpoints && { breakpoints }) };
}

function tell(events: Events, event: string, body: unknown): void {
  if (event === 'initialized') events.initialized();
  if (event === 'stopped') events.stopped(body as Parameters<Events['stopped']>[0]);
  if (event === 'continued') events.continued(body as Parameters<Events['continued']>[0]);
  if (event === 'breakpoint') events.breakpoint(body as Parameters<Events['breakpoint']>[0]);
  if (event === 'thread') events.thread();
  if (event !== 'output') return;
  const { category, output } = body as { category?: string; output: string };
  if (category !== 'telemetry') events.output(output);
}
