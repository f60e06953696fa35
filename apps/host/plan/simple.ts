import { type Detector, quote } from './draft.ts';

const sitePort = 3000;

export const detectProcfile: Detector = async (files) => {
  const text = files.has('Procfile') ? await files.text('Procfile') : undefined;
  const command = /^web:[ \t]*(\S.*)$/m.exec(text ?? '')?.[1];
  if (command === undefined) return undefined;
  return { command, source: 'Procfile: web', explanation: `Runs "${command}", the web process of Procfile.` };
};

/** A site without a program: the host serves the folder itself. */
export const detectStatic: Detector = async (files) => {
  for (const folder of ['', 'public', 'docs', 'src']) {
    const page = folder === '' ? 'index.html' : `${folder}/index.html`;
    if ((await files.changed(page)) === undefined) continue;
    return {
      staticFolder: folder,
      source: page,
      explanation: `Serves ${folder === '' ? 'the project' : folder} as a static site, because there is ${page} and no program.`,
      entrypoint: page,
      ports: [{ local: sitePort }],
    };
  }
  return undefined;
};

export const detectShell: Detector = async (files) => {
  const name = files.first('main.sh', 'run.sh', 'start.sh');
  if (name === undefined) return undefined;
  return { command: `bash ${quote(name)}`, source: name, explanation: `Runs ${name} with Bash.`, entrypoint: name };
};
