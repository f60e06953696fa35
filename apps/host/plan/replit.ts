import { parse } from 'smol-toml';
import { z } from 'zod';
import { type Draft, quote } from './draft.ts';
import { programsOf } from './programs.ts';
import type { ProjectFiles } from './project-files.ts';

const commandSchema = z.union([z.string(), z.array(z.string())]);
const runSchema = z.union([commandSchema, z.object({ args: commandSchema })]);

const taskSchema = z.object({ task: z.string(), args: z.unknown().optional() });
const workflowSchema = z.object({
  name: z.string(),
  mode: z.enum(['sequential', 'parallel']).catch('sequential'),
  tasks: z.array(taskSchema).catch([]),
});
type Workflow = z.output<typeof workflowSchema>;

/** The keys of .replit that decide how a project runs. Others are left alone: the file is never written by us. */
const replitSchema = z.object({
  run: runSchema.optional().catch(undefined),
  compile: commandSchema.optional().catch(undefined),
  entrypoint: z.string().optional().catch(undefined),
  hidden: z.array(z.string()).catch([]),
  env: z.record(z.string(), z.coerce.string()).catch({}),
  ports: z
    .array(z.object({ localPort: z.number().int().min(1).max(65_535), externalPort: z.number().int().optional() }))
    .catch([]),
  workflows: z
    .object({ runButton: z.string().optional(), workflow: z.array(workflowSchema).catch([]) })
    .optional()
    .catch(undefined),
});

export interface Replit {
  readonly draft: Draft | undefined;
  /** Settings that hold for any way to run. */
  readonly settings: Pick<Draft, 'entrypoint' | 'environment' | 'hidden' | 'ports'>;
  readonly warning: string | undefined;
}

const nothing: Replit = { draft: undefined, settings: {}, warning: undefined };

/** Reads .replit. A file that is not TOML gives a warning, and the other ways to run are tried. */
export async function readReplit(files: ProjectFiles): Promise<Replit> {
  const text = files.has('.replit') ? await files.text('.replit') : undefined;
  if (text === undefined) return nothing;
  try {
    const replit = replitSchema.parse(parse(text));
    const ports = replit.ports.map((port) => ({ local: port.localPort, ...external(port.externalPort) }));
    const settings = { environment: replit.env, hidden: replit.hidden, ports, ...entrypoint(replit.entrypoint) };
    return { draft: draftOf(replit), settings, warning: undefined };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    return { ...nothing, warning: `.replit could not be read, so it was left out: ${reason}` };
  }
}

const external = (port: number | undefined): { external?: number } =>
  port !== undefined && port > 0 && port <= 65_535 ? { external: port } : {};
const entrypoint = (path: string | undefined): { entrypoint?: string } =>
  path === undefined ? {} : { entrypoint: path };

function draftOf(replit: z.output<typeof replitSchema>): Draft | undefined {
  const run = commandOf(replit.run);
  if (run !== undefined) {
    const compile = commandOf(replit.compile);
    const command = compile === undefined ? run : `${compile} && ${run}`;
    const programs = programsOf(command);
    return { command, source: '.replit: run', explanation: `Runs "${command}", as .replit says.`, programs };
  }
  const button = replit.workflows?.runButton;
  const workflows = replit.workflows?.workflow ?? [];
  const command = button === undefined ? undefined : workflowCommand(workflows, button, 0);
  if (command === undefined) return undefined;
  return { command, source: `.replit: workflows.${button}`, explanation: `Runs the workflow "${button}" of .replit.` };
}

function commandOf(run: z.output<typeof runSchema> | undefined): string | undefined {
  if (run === undefined) return undefined;
  if (typeof run === 'string') return run.trim() || undefined;
  if (Array.isArray(run)) return run.length === 0 ? undefined : run.map(quote).join(' ');
  return commandOf(run.args);
}

/** Workflows may run each other; a circle ends here. */
const depthLimit = 8;

/** One shell command for a workflow: its commands one after the other, or side by side until all have ended. */
function workflowCommand(workflows: readonly Workflow[], name: string, depth: number): string | undefined {
  const workflow = workflows.find((candidate) => candidate.name === name);
  if (workflow === undefined || depth > depthLimit) return undefined;
  const commands = workflow.tasks.flatMap(({ task, args }) => {
    if (typeof args !== 'string') return [];
    if (task === 'shell.exec') return [args];
    const inner = task === 'workflow.run' ? workflowCommand(workflows, args, depth + 1) : undefined;
    return inner === undefined ? [] : [inner];
  });
  if (commands.length < 2) return commands[0];
  if (workflow.mode === 'sequential') return commands.map((command) => `{ ${command}\n}`).join(' && ');
  return `${commands.map((command) => `{ ${command}\n} &`).join(' ')} wait`;
}
