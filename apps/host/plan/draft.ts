import type { Plan } from '../contract/runs.ts';
import type { ProjectFiles } from './project-files.ts';

/** What a detector found. What it leaves out takes the usual value. */
export interface Draft {
  readonly command?: string;
  readonly staticFolder?: string;
  readonly source: string;
  readonly explanation: string;
  readonly entrypoint?: string;
  readonly ports?: Plan['ports'];
  readonly environment?: Record<string, string>;
  readonly hidden?: string[];
  /** Programs that must be in PATH. */
  readonly programs?: string[];
}

export type Detector = (files: ProjectFiles) => Promise<Draft | undefined>;

export type Install = NonNullable<Plan['install']> & {
  readonly programs: string[];
  readonly environment?: Record<string, string>;
};
export type InstallDetector = (files: ProjectFiles) => Promise<Install | undefined>;

/** A word of a shell command, quoted when it needs to be. */
export const quote = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
