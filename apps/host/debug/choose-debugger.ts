import { extname } from 'node:path';
import type { DebuggerName } from '../contract/debug.ts';
import type { Plan } from '../contract/runs.ts';
import { HostError } from '../failure.ts';
import { quote } from '../plan/draft.ts';
import { makePlan } from '../plan/plan.ts';

export interface Choice {
  readonly debugger: DebuggerName;
  readonly plan: Plan;
  readonly command: string;
}

const byEnding: Readonly<Record<string, readonly [DebuggerName, string]>> = {
  '.py': ['python', 'python3'],
  '.js': ['node', 'node'],
  '.mjs': ['node', 'node'],
  '.cjs': ['node', 'node'],
  '.ts': ['node', 'node'],
  '.mts': ['node', 'node'],
  '.cts': ['node', 'node'],
};

const pythonPrograms = /^(python[\d.]*|flask|uvicorn|gunicorn|pytest|django-admin|streamlit)$/;
const nodePrograms = /^(node|npm|npx|yarn|pnpm|tsx|ts-node|vite|next|nodemon|vitest|jest)$/;

/** Servers that start themselves anew after an edit run their work in a process of its own, out of the debugger's sight. */
const reloading = / --(debug|reload)(?=\s|$)/g;

/**
 * How to debug one file, or what the Run button runs.
 * @throws HostError when there is nothing to run, or no debugger for it
 */
export async function chooseDebugger(root: string, file: string | undefined): Promise<Choice> {
  if (file !== undefined) return chooseForFile(root, file);
  const plan = await makePlan(root);
  if (plan === undefined) throw new HostError('nothing_to_run');
  const name = debuggerOf(plan.command ?? '');
  if (name === undefined || plan.command === null) throw new HostError('debugger_unknown');
  return { debugger: name, plan, command: name === 'python' ? plan.command.replaceAll(reloading, '') : plan.command };
}

async function chooseForFile(root: string, file: string): Promise<Choice> {
  const [name, program] = byEnding[extname(file).toLowerCase()] ?? [];
  if (name === undefined) throw new HostError('debugger_unknown');
  const command = `${program} ${quote(file)}`;
  const plan = await makePlan(root, command);
  if (plan === undefined) throw new HostError('nothing_to_run');
  return { debugger: name, plan, command };
}

/** The language of a shell command, by the first program that tells. */
function debuggerOf(command: string): DebuggerName | undefined {
  for (const word of command.split(/[\s;&|()]+/)) {
    const program = word.slice(word.lastIndexOf('/') + 1);
    if (pythonPrograms.test(program)) return 'python';
    if (nodePrograms.test(program)) return 'node';
  }
  return undefined;
}
