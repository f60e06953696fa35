import type { PresencePlace } from '@e-code/host/contract';
import { t } from '../texts.ts';

/** Where somebody is, in a few words. */
export function placeText(place: PresencePlace): string {
  if (place.kind === 'file') return t('placeInFile', { path: place.path, line: place.line });
  if (place.kind === 'terminal') return t('placeInTerminal', { number: place.terminal });
  if (place.kind === 'console') return t('console');
  if (place.kind === 'preview') return t('preview');
  return t('placeElsewhere');
}
