import { Button, currentConnection, ErrorState } from '@e-code/kernel/web';
import { t } from '../texts.ts';
import { crashCode, isMissingChunk } from './crash-code.ts';

type CrashProps = { error: unknown };

/** A part of the page that the network did not bring: the server is away, or a newer version replaced the file. */
function MissingPart() {
  const offline = currentConnection() === 'offline' || !navigator.onLine;
  return (
    <ErrorState level={1} title={offline ? t('partMissingTitle') : t('updatedTitle')} action={<ReloadButton />}>
      {offline ? t('partMissingWhy') : t('updatedWhy')}
    </ErrorState>
  );
}

function ReloadButton() {
  return (
    <Button variant="primary" onClick={() => location.reload()}>
      {t('reload')}
    </Button>
  );
}

function Crash({ error }: { error: Error }) {
  const code = t('crashCode', { code: crashCode(`${error.name}: ${error.message}`) });
  const details = [code, location.pathname, navigator.userAgent, error.stack ?? error.message].join('\n');
  return (
    <ErrorState level={1} title={t('crashTitle')} details={details} action={<ReloadButton />}>
      {t('crashWhy')}
      <p className="mt-2 font-mono text-small">{code}</p>
    </ErrorState>
  );
}

/** What a person sees in place of a screen that threw: what happened, what to do, the details folded. */
export function CrashScreen({ error: thrown }: CrashProps) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return (
    <div className="grid h-full place-items-center overflow-auto">
      {isMissingChunk(error.message) ? <MissingPart /> : <Crash error={error} />}
    </div>
  );
}

/** The same when the layout itself failed. */
export function CrashPage({ error }: CrashProps) {
  return (
    <main className="h-dvh">
      <CrashScreen error={error} />
    </main>
  );
}
