import type { DebugStop } from '@e-code/host/contract';
import { t } from './texts.ts';

export const placeText = ({ path, line }: { path: string | null; line: number }): string =>
  path === null ? t('elsewhere') : `${path}:${line}`;

const reasons = {
  breakpoint: 'stoppedBreakpoint',
  step: 'stoppedStep',
  pause: 'stoppedPause',
  exception: 'stoppedException',
  entry: 'stoppedEntry',
  statement: 'stoppedStatement',
} as const satisfies Record<DebugStop['reason'], string>;

/** Why the program stands still, in words. */
export const reasonText = ({ reason, text }: DebugStop): string => text ?? t(reasons[reason]);
