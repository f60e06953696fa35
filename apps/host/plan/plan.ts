import { join } from 'node:path';
import type { Plan } from '../contract/runs.ts';
import { detectC, detectCSharp, detectGo, detectJava, detectMake, detectRust } from './compiled.ts';
import type { Detector, Draft, Install } from './draft.ts';
import { detectNode, detectNodeInstall } from './node.ts';
import { howToAdd, isInstalled } from './programs.ts';
import { ProjectFiles } from './project-files.ts';
import { detectPython, detectPythonInstall } from './python.ts';
import { readReplit, type Replit } from './replit.ts';
import { detectPhp, detectRuby, detectSql } from './scripted.ts';
import { detectProcfile, detectShell, detectStatic } from './simple.ts';

/** In the order of how surely each says what its author wants to run. */
const detectors: readonly Detector[] = [
  detectProcfile,
  detectNode,
  detectPython,
  detectRust,
  detectGo,
  detectJava,
  detectCSharp,
  detectMake,
  detectC,
  detectPhp,
  detectRuby,
  detectStatic,
  detectShell,
  detectSql,
];

const defaultPort = 3000;

/**
 * What Run does in this project and why; undefined when nothing was found. `command` replaces what was found.
 * .replit decides when it names a command; it is only read, so keys we do not know stay as they are.
 */
export async function makePlan(root: string, command?: string): Promise<Plan | undefined> {
  const files = await ProjectFiles.read(root);
  const replit = await readReplit(files);
  const found = command === undefined ? (replit.draft ?? (await detect(files))) : given(command);
  if (found === undefined) return undefined;
  const install = await detectInstall(files, found);
  return complete(root, found, replit, install);
}

const given = (command: string): Draft => ({ command, source: 'request', explanation: `Runs "${command}".` });

async function detect(files: ProjectFiles): Promise<Draft | undefined> {
  for (const detector of detectors) {
    const draft = await detector(files);
    if (draft !== undefined) return draft;
  }
  return undefined;
}

async function detectInstall(files: ProjectFiles, draft: Draft): Promise<Install | undefined> {
  if (draft.command === undefined) return undefined;
  const node = await detectNodeInstall(files);
  const python = await detectPythonInstall(files);
  if (node === undefined || python === undefined) return node ?? python;
  const needed = [node, python].filter((install) => install.needed);
  return {
    command: needed.map((install) => install.command).join(' && ') || 'true',
    needed: needed.length > 0,
    why: (needed.length > 0 ? needed : [node, python]).map((install) => install.why).join(' '),
    programs: [...node.programs, ...python.programs],
    ...(python.environment && { environment: python.environment }),
  };
}

const whatRuns = (draft: Draft): Pick<Plan, 'command' | 'staticFolder'> => ({
  command: draft.command ?? null,
  staticFolder: draft.staticFolder ?? null,
});

function complete(root: string, draft: Draft, replit: Replit, install: Install | undefined): Plan {
  const ports = replit.settings.ports?.length ? replit.settings.ports : (draft.ports ?? []);
  const programs = new Set([...(draft.programs ?? []), ...(install?.needed === true ? install.programs : [])]);
  const environment: Record<string, string> = {
    PORT: String(ports[0]?.local ?? defaultPort),
    HOST: '0.0.0.0',
    ...virtualEnvironment(root, install),
    ...draft.environment,
    ...replit.settings.environment,
  };
  const missing = [...programs].filter((program) => !isInstalled(program, environment['PATH']));
  return {
    ...whatRuns(draft),
    workingDirectory: '',
    environment,
    ports,
    source: draft.source,
    explanation: draft.explanation,
    install: install === undefined ? null : { command: install.command, needed: install.needed, why: install.why },
    entrypoint: replit.settings.entrypoint ?? draft.entrypoint ?? null,
    hidden: replit.settings.hidden ?? [],
    missing: missing.map((program) => ({ program, howToAdd: howToAdd(program) })),
    warnings: replit.warning === undefined ? [] : [replit.warning],
  };
}

/** What `activate` of a virtual environment does. */
function virtualEnvironment(root: string, install: Install | undefined): Record<string, string> {
  const folder = install?.environment?.['VIRTUAL_ENV'];
  if (folder === undefined) return {};
  const absolute = join(root, folder);
  return { VIRTUAL_ENV: absolute, PATH: `${absolute}/bin:${process.env['PATH'] ?? ''}` };
}
