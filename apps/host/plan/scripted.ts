import { type Detector, quote } from './draft.ts';

const webPort = 3000;

/** index.php is a site for PHP's own server; main.php is a program. */
export const detectPhp: Detector = async (files) => {
  if (!files.has('index.php')) return program(files.first('main.php'), 'php', 'PHP');
  return {
    command: 'php -S 0.0.0.0:$PORT',
    source: 'index.php',
    explanation: 'Serves index.php with the web server of PHP.',
    entrypoint: 'index.php',
    ports: [{ local: webPort }],
    programs: ['php'],
  };
};

export const detectRuby: Detector = async (files) => program(files.first('main.rb', 'app.rb'), 'ruby', 'Ruby');

function program(name: string | undefined, interpreter: string, language: string): Awaited<ReturnType<Detector>> {
  if (name === undefined) return undefined;
  return {
    command: `${interpreter} ${quote(name)}`,
    source: name,
    explanation: `Runs ${name} with ${language}.`,
    entrypoint: name,
    programs: [interpreter],
  };
}
