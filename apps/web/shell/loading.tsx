import { Waiting } from '@e-code/kernel/web';
import { t } from '../texts.ts';

/** Stands in for a screen whose code or session is on its way. */
export function LoadingScreen() {
  return (
    <div className="grid h-full min-h-40 place-items-center">
      <Waiting reason={t('loadingScreen')} />
    </div>
  );
}
