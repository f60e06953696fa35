import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from '../../port.ts';
import { writeBundle } from './bundle.ts';
import { killAll } from './cgroup.ts';
import type { Hierarchy } from './hierarchy.ts';
import { groupOf, type Layout } from './layout.ts';
import { tryCommand, TOOL_ENVIRONMENT } from './machine-command.ts';
import { runtimeNames, type OciSettings, type RuntimeName } from './options.ts';
import { findProgram } from './preconditions.ts';
import { runtimeOf, type Runtime } from './runtime.ts';

const TRIAL_ORDINAL = 64_001;
const LISTING_FAILED = 77;
const TRIAL_TIMEOUT_MS = 20_000;
const TRIAL_LIMITS = { cpus: 1, memoryBytes: 256 * 1024 * 1024, pids: 64 };

/** What became of trying a runtime: it works when `failure` is absent. */
export interface Trial {
  readonly runtime: Runtime;
  readonly version: string;
  readonly failure?: string;
  /** False when `ls` of this machine makes calls that the runtime refuses, as gVisor of 2022 does. */
  readonly listsFiles: boolean;
}

/** Tries runtimes by running a command in a throw-away bundle; each is tried at most once. */
export class RuntimeChoice {
  readonly #layout: Layout;
  readonly #settings: OciSettings;
  readonly #hierarchy: Hierarchy;
  readonly #trials = new Map<RuntimeName, Promise<Trial>>();

  constructor(layout: Layout, settings: OciSettings, hierarchy: Hierarchy) {
    this.#layout = layout;
    this.#settings = settings;
    this.#hierarchy = hierarchy;
  }

  /** The runtime of the setting, or the first that works. Rejects with `port_not_configured`. */
  async choose(): Promise<Trial> {
    const wanted = this.#settings.runtime;
    const candidates = wanted === undefined ? runtimeNames : [wanted];
    const failures: string[] = [];
    for (const name of candidates) {
      const trial = await this.try(name);
      if (trial.failure === undefined) return trial;
      failures.push(`${name}: ${trial.failure}`);
    }
    const setting = wanted === undefined ? 'Run `apt-get install -y runc`' : 'Change the setting SANDBOX_RUNTIME';
    throw new SandboxError(
      'port_not_configured',
      `No sandbox runtime works here (${failures.join('; ')}). ${setting} and start again.`,
    );
  }

  try(name: RuntimeName): Promise<Trial> {
    const known = this.#trials.get(name);
    if (known !== undefined) return known;
    const trial = this.#run(name);
    this.#trials.set(name, trial);
    return trial;
  }

  async #run(name: RuntimeName): Promise<Trial> {
    const runtime = runtimeOf(name, this.#layout);
    if ((await findProgram(name)) === undefined) {
      return { runtime, version: '', listsFiles: false, failure: `it is not installed (apt-get install -y ${name})` };
    }
    const version = (await tryCommand(name, ['--version'])).stdout.split('\n')[0]?.replace(/^.*version\s+/, '') ?? '';
    const result = await this.#runTrial(runtime);
    return { runtime, version, ...result };
  }

  async #runTrial(runtime: Runtime): Promise<Pick<Trial, 'failure' | 'listsFiles'>> {
    const id = `trial-${runtime.name}`;
    const bundle = join(this.#layout.bundles, id);
    const group = groupOf(this.#layout, id);
    const logFile = join(bundle, 'log');
    try {
      await this.#writeTrial(runtime, bundle, group);
      const joinFiles = runtime.limitsItself ? [] : await this.#hierarchy.create(group, TRIAL_LIMITS);
      const pidFile = join(bundle, 'pid');
      const request = { id, bundle, pidFile, logFile, passDescriptor: false, networkNamespace: undefined, joinFiles };
      const { file, args } = runtime.run(request);
      const output = await runBriefly(file, args);
      if (output.code === 0 || output.code === LISTING_FAILED) return { listsFiles: output.code === 0 };
      const log = await readFile(logFile, 'utf8').catch(() => '');
      const reason = output.text.trim() || log.trim() || `code ${output.code}`;
      return { listsFiles: false, failure: `it cannot run a trial: ${reason.slice(-300)}` };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { listsFiles: false, failure: `it cannot be tried: ${reason}` };
    } finally {
      const { file, args } = runtime.remove(id);
      await tryCommand(file, args).catch(() => undefined);
      await killAll(this.#hierarchy, group);
      await this.#hierarchy.remove(group);
      await rm(bundle, { recursive: true, force: true });
    }
  }

  async #writeTrial(runtime: Runtime, bundle: string, group: string): Promise<void> {
    await writeBundle(bundle, {
      command: ['/bin/sh', '-c', `ls -d / > /dev/null 2>&1 || exit ${LISTING_FAILED}`],
      environment: {},
      workingDirectory: '/',
      limits: TRIAL_LIMITS,
      ordinal: TRIAL_ORDINAL,
      rootFilesystem: this.#layout.rootFilesystem,
      etc: this.#layout.etc,
      mounts: [],
      openFiles: 1024,
      ...(runtime.limitsItself ? { cgroup: { path: group, limitSwap: this.#hierarchy.controllers.swap } } : {}),
    });
  }
}

/** Some runtimes hang on a kernel that they do not know. */
function runBriefly(file: string, args: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: TOOL_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: TRIAL_TIMEOUT_MS,
    });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 255, text }));
  });
}
