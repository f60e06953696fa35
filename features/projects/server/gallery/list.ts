import type { Template } from '../../contract/index.ts';
import { listCatalogue } from './catalogue.ts';
import type { Need, Toolchains } from './toolchain.ts';

// Packages of Debian, which sandboxes take their programs from.
const packages: Record<string, string> = {
  python3: 'python3',
  flask: 'python3-flask',
  fastapi: 'python3-fastapi',
  uvicorn: 'python3-uvicorn',
  gcc: 'gcc libc6-dev',
  rustc: 'rustc',
  cargo: 'cargo',
  javac: 'default-jdk-headless',
};

/** The gallery, each template with what this installation lacks for it. */
export async function listTemplates(toolchains: Toolchains): Promise<Template[]> {
  return Promise.all(
    listCatalogue().map(async ({ needs, empty: _empty, installs: _installs, ...template }) => ({
      ...template,
      missing: await missingOf(toolchains, needs),
    })),
  );
}

async function missingOf(toolchains: Toolchains, needs: Need[]): Promise<Template['missing']> {
  const present = await Promise.all(needs.map((need) => toolchains.has(need)));
  return needs.filter((_, index) => present[index] === false).map(describeNeed);
}

function describeNeed(need: Need): Template['missing'][number] {
  const program = 'program' in need ? need.program : need.pythonModule;
  const install = `apt-get install ${packages[program] ?? program}`;
  return { program, howToAdd: `The operator can add it on the machine: ${install}`, install };
}
