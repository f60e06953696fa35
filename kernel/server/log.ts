import { pino } from 'pino';
import type { Logger } from 'pino';

export type Log = Logger;

// Names under which a secret could reach a log line by way of a logged object.
const SECRET_KEYS = ['password', 'token', 'secret', 'cookie', 'authorization', 'code', 'connectionString'];

/**
 * The logger of the process: JSON lines on standard output, or readable lines on a terminal.
 * Values under names that hold secrets are removed at any of the first three levels.
 */
export function createLog(level: string): Log {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*["set-${key}"]`]);
  return pino({
    level,
    redact: { paths, censor: '[removed]' },
    ...(process.stdout.isTTY
      ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } } }
      : {}),
  });
}
