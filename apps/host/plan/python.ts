import { parse } from 'smol-toml';
import { z } from 'zod';
import { type Detector, type Draft, type InstallDetector, quote } from './draft.ts';
import type { ProjectFiles } from './project-files.ts';

const webPort = 3000;
const stamp = '.venv/.installed';

/** manage.py, or main.py, app.py and the like: a web framework's server when the file does not start one itself. */
export const detectPython: Detector = async (files) => {
  if (files.has('manage.py')) {
    const command = 'python3 manage.py runserver 0.0.0.0:$PORT';
    return web(command, 'manage.py', 'Runs the Django project with its development server.');
  }
  const name = files.first('main.py', 'app.py', 'server.py', 'run.py', '__main__.py');
  const text = name === undefined ? undefined : await files.text(name);
  if (name === undefined || text === undefined) return undefined;
  return framework(name, text) ?? plain(name);
};

function framework(name: string, text: string): Draft | undefined {
  const module = name.replace(/\.py$/, '');
  if (/__main__|uvicorn\.run|\.run\(|serve\(/.test(text)) return undefined;
  const api = /^(\w+)\s*=\s*(?:fastapi\.)?FastAPI\(/m.exec(text)?.[1];
  if (api !== undefined) {
    const command = `python3 -m uvicorn ${module}:${api} --host 0.0.0.0 --port $PORT --reload`;
    return web(command, name, `Serves the FastAPI application "${api}" of ${name} with uvicorn.`);
  }
  const flask = /^(\w+)\s*=\s*(?:flask\.)?Flask\(/m.exec(text)?.[1];
  if (flask === undefined) return undefined;
  const command = `python3 -m flask --app ${module}:${flask} run --debug --host 0.0.0.0 --port $PORT`;
  return web(command, name, `Serves the Flask application "${flask}" of ${name}.`);
}

const web = (command: string, name: string, explanation: string): Draft => ({
  command,
  source: name,
  explanation,
  entrypoint: name,
  ports: [{ local: webPort }],
  programs: ['python3'],
});

const plain = (name: string): Draft => ({
  command: `python3 ${quote(name)}`,
  source: name,
  explanation: `Runs ${name} with Python.`,
  entrypoint: name,
  programs: ['python3'],
});

const projectSchema = z.object({
  project: z
    .object({ dependencies: z.array(z.string()).catch([]) })
    .optional()
    .catch(undefined),
});

/** A virtual environment in .venv with requirements.txt, or with the dependencies of pyproject.toml. */
export const detectPythonInstall: InstallDetector = async (files) => {
  const source = await requirements(files);
  const environment = { VIRTUAL_ENV: '.venv' };
  if (source === undefined) return files.has('.venv') ? { ...nothingToInstall, environment } : undefined;
  const installed = await files.changed(stamp);
  const wanted = (await files.changed(source.file)) ?? 0;
  const needed = installed === undefined || wanted > installed;
  return {
    command: `python3 -m venv .venv && .venv/bin/pip install --disable-pip-version-check ${source.words} && touch ${stamp}`,
    needed,
    why: needed
      ? `The dependencies of ${source.file} are not installed yet.`
      : 'The dependencies in .venv are up to date.',
    programs: ['python3'],
    environment,
  };
};

const nothingToInstall = {
  command: 'true',
  needed: false,
  why: 'There is a virtual environment in .venv.',
  programs: [],
};

async function requirements(files: ProjectFiles): Promise<{ file: string; words: string } | undefined> {
  if (files.has('requirements.txt')) {
    const lines = ((await files.text('requirements.txt')) ?? '').split('\n');
    const empty = lines.every((line) => /^\s*(#|$)/.test(line));
    return empty ? undefined : { file: 'requirements.txt', words: '-r requirements.txt' };
  }
  const text = files.has('pyproject.toml') ? await files.text('pyproject.toml') : undefined;
  const dependencies = text === undefined ? [] : dependenciesOf(text);
  return dependencies.length === 0 ? undefined : { file: 'pyproject.toml', words: dependencies.map(quote).join(' ') };
}

function dependenciesOf(text: string): string[] {
  try {
    return projectSchema.parse(parse(text)).project?.dependencies ?? [];
  } catch {
    return [];
  }
}
