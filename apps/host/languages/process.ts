import { type ChildProcess, spawn } from 'node:child_process';
import { inheritedEnvironment } from '../environment.ts';
import type { Catalogued } from './catalogue.ts';
import { Connection, type ConnectionEvents } from './connection.ts';
import { clientCapabilities } from './client-capabilities.ts';
import { fileUri } from './file-uri.ts';

/** The first start of a server reads libraries from a cold disk, maybe on a busy machine. */
const startTime = 60_000;
const goodbyeTime = 2000;

export interface ServerAbilities {
  readonly textDocumentSync?: number | { readonly change?: number };
  readonly completionProvider?: { readonly triggerCharacters?: string[]; readonly resolveProvider?: boolean };
  readonly signatureHelpProvider?: { readonly triggerCharacters?: string[] };
  readonly documentSymbolProvider?: unknown;
  readonly workspaceSymbolProvider?: unknown;
  readonly diagnosticProvider?: unknown;
  readonly inlayHintProvider?: unknown;
  readonly semanticTokensProvider?: {
    readonly full?: unknown;
    readonly legend: { readonly tokenTypes: readonly string[] };
  };
  readonly codeActionProvider?: unknown;
  readonly documentFormattingProvider?: unknown;
}

/** One running language server. It gets less of the processor than what people run themselves. */
export class ServerProcess {
  readonly connection: Connection;
  readonly ended: Promise<void>;
  abilities: ServerAbilities = {};
  readonly #child: ChildProcess;
  /** The last that it wrote to its standard error. */
  #lastWords = '';

  constructor(server: Catalogued, ground: { root: string; program: string }, events: ConnectionEvents) {
    const [program = '', ...words] = server.command(ground.program);
    const child = spawn('nice', ['-n', '5', program, ...words], {
      cwd: ground.root,
      env: { ...inheritedEnvironment(), ...server.environment },
      stdio: 'pipe',
    });
    this.#child = child;
    this.connection = new Connection(child.stdout, child.stdin, events);
    child.stderr.on('data', (piece: Buffer) => (this.#lastWords = (this.#lastWords + piece.toString()).slice(-2000)));
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#lastWords = error.message;
        resolve();
      });
      child.once('close', () => resolve());
    });
    void this.ended.then(() => this.connection.end());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get lastWords(): string {
    return this.#lastWords.trim().split('\n').at(-1) ?? '';
  }

  /** @throws HostError when it ends before or does not answer in a minute */
  async initialize(root: string): Promise<void> {
    const rootUri = fileUri(root, '').replace(/\/$/, '');
    const answer = (await this.connection.request(
      'initialize',
      {
        processId: process.pid,
        rootUri,
        workspaceFolders: [{ uri: rootUri, name: 'workspace' }],
        capabilities: clientCapabilities,
      },
      AbortSignal.timeout(startTime),
    )) as { capabilities?: ServerAbilities } | null;
    this.abilities = answer?.capabilities ?? {};
    this.connection.notify('initialized', {});
  }

  /** Whether it takes the parts of a text that changed; others want all of it anew. */
  get takesParts(): boolean {
    const { textDocumentSync: sync } = this.abilities;
    return (typeof sync === 'number' ? sync : sync?.change) === 2;
  }

  notify(method: string, params?: unknown): void {
    this.connection.notify(method, params);
  }

  /** Says goodbye, and ends it when it does not go. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), goodbyeTime);
    // Without parameters: the native TypeScript server refuses `null`, and would have to be killed.
    void this.connection.request('shutdown').then(
      () => this.connection.notify('exit'),
      () => undefined,
    );
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
