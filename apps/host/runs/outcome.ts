import { constants } from 'node:os';

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const signalNames = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]),
);

/** A shell reports "ended by signal n" as code 128 + n; we want the signal. */
export function normalize({ code, signal }: Outcome): Outcome {
  const hidden = code !== null && code > 128 ? signalNames.get(code - 128) : undefined;
  return hidden === undefined ? { code, signal } : { code: null, signal: hidden };
}

const bySignal: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'was killed by the system, most likely because the memory of the project ran out',
  SIGSEGV: 'crashed: it used memory that is not its own (segmentation fault)',
  SIGABRT: 'gave up by itself (abort); the reason is usually the last line it wrote',
  SIGBUS: 'crashed on a broken memory access (bus error)',
  SIGFPE: 'crashed on an impossible calculation, such as a division by zero',
  SIGILL: 'crashed on an instruction that this processor does not have',
  SIGPIPE: 'ended because nobody read its output any more',
  SIGTERM: 'was asked to end by another process',
  SIGINT: 'was interrupted',
};

const byCode: Record<number, string> = {
  126: 'could not be started: the file is not executable. Make it so with chmod +x.',
  127: 'could not be started: a program in the command was not found. Install it, or correct the command.',
};

/** The outcome of a program in words. `what` begins the sentence: "The program", "Installing". */
export function describeOutcome(what: string, outcome: Outcome): string {
  const { code, signal } = normalize(outcome);
  if (signal !== null) return `${what} ${bySignal[signal] ?? `was ended by the signal ${signal}`}.`;
  if (code === 0) return `${what} finished.`;
  return `${what} ${byCode[code ?? -1] ?? `ended with the error code ${code}. The reason is in its last lines.`}`;
}
