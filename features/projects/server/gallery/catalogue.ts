import { fileURLToPath } from 'node:url';
import type { Template } from '../../contract/index.ts';
import type { Need } from './toolchain.ts';

/** A template as it is written here; what the installation lacks for it is found out. */
export interface TemplateEntry extends Omit<Template, 'missing'> {
  needs: Need[];
  /** No files at all: for imports, and for those who know what they want. */
  empty?: true;
  /** What installs its dependencies, when it has some; see `prepared.ts`. */
  installs?: 'npm';
}

const needsNode: Need[] = [{ program: 'node' }];
const python: Need = { program: 'python3' };

/** In the order of the gallery. Each that is not empty has a folder of its name in `../templates`. */
const catalogue: TemplateEntry[] = [
  {
    name: 'node-express',
    title: 'Express',
    language: 'JavaScript',
    description: 'A guest book: a web server with an API, and a page that uses it.',
    shows: 'page',
    needs: needsNode,
    installs: 'npm',
  },
  {
    name: 'node-vite-react',
    title: 'React',
    language: 'TypeScript',
    description: 'A habit tracker in React. Changes appear in the preview as you type.',
    shows: 'page',
    needs: needsNode,
    installs: 'npm',
  },
  {
    name: 'python-flask',
    title: 'Flask',
    language: 'Python',
    description: 'A reading list: pages rendered on the server, kept in SQLite.',
    shows: 'page',
    needs: [python, { pythonModule: 'flask' }],
  },
  {
    name: 'python-fastapi',
    title: 'FastAPI',
    language: 'Python',
    description: 'An API with types, validation and its own documentation page.',
    shows: 'page',
    needs: [python, { pythonModule: 'fastapi' }, { pythonModule: 'uvicorn' }],
  },
  {
    name: 'static-site',
    title: 'Static site',
    language: 'HTML',
    description: 'The phase of the moon in HTML, CSS and JavaScript.',
    shows: 'page',
    needs: [],
  },
  {
    name: 'bash',
    title: 'Bash',
    language: 'Bash',
    description: 'A script that draws how large the files of a folder are.',
    shows: 'console',
    needs: [{ program: 'bash' }],
  },
  {
    name: 'c',
    title: 'C',
    language: 'C',
    description: 'Conway’s game of life, drawn in the console.',
    shows: 'console',
    needs: [{ program: 'gcc' }],
  },
  {
    name: 'rust',
    title: 'Rust',
    language: 'Rust',
    description: 'Counts the words of a file. No crates, two tests.',
    shows: 'console',
    needs: [{ program: 'rustc' }, { program: 'cargo' }],
  },
  {
    name: 'java',
    title: 'Java',
    language: 'Java',
    description: 'Prints the calendar of a year with records and streams.',
    shows: 'console',
    needs: [{ program: 'javac' }],
  },
  {
    name: 'blank',
    title: 'Blank project',
    language: 'Plain text',
    description: 'An empty folder for any language.',
    shows: 'nothing',
    needs: [],
    empty: true,
  },
];

export function listCatalogue(): readonly TemplateEntry[] {
  return catalogue;
}

export function findTemplate(name: string): TemplateEntry | undefined {
  return catalogue.find((template) => template.name === name);
}

/** The folder that becomes the project's files; undefined when there are none. */
export function seedOf({ name, empty }: TemplateEntry): { directory: string } | undefined {
  return empty === true ? undefined : { directory: fileURLToPath(new URL(`../templates/${name}`, import.meta.url)) };
}
