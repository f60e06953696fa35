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

/**
 * main.sql, or the only file of SQL. Its tables live in memory, so that each run begins with none and can be repeated;
 * `.open` in the file keeps them.
 */
export const detectSql: Detector = async (files) => {
  const scripts = files.withEnding('.sql');
  const name = files.first('main.sql') ?? (scripts.length === 1 ? scripts[0] : undefined);
  if (name === undefined) return undefined;
  return {
    command: `sqlite3 -batch -bail -box :memory: < ${quote(name)}`,
    source: name,
    explanation: `Runs ${name} with SQLite, in a database that lasts as long as the run.`,
    entrypoint: name,
    programs: ['sqlite3'],
  };
};

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
