import { Button, ErrorState } from '@e-code/kernel/web';
import { t } from '../texts.ts';

/** A short code to say on the phone: the same mistake gives the same code. FNV-1a over what the error says. */
export function crashCode(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36).toUpperCase().padStart(7, '0');
}

const chunkIsGone = (message: string) =>
  /dynamically imported module|importing a module script failed|preload css/i.test(message);

/** What a person sees when a screen throws: what happened, what to do, the details folded. */
export function CrashScreen({ error: thrown }: { error: unknown }) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const updated = chunkIsGone(error.message);
  const code = crashCode(`${error.name}: ${error.message}`);
  const details = [
    `${t('crashCode', { code })}`,
    location.pathname,
    navigator.userAgent,
    error.stack ?? error.message,
  ].join('\n');
  return (
    <main className="grid h-full place-items-center overflow-auto">
      <ErrorState
        level={1}
        title={updated ? t('updatedTitle') : t('crashTitle')}
        {...(!updated && { details })}
        action={
          <Button variant="primary" onClick={() => location.reload()}>
            {t('reload')}
          </Button>
        }
      >
        {updated ? t('updatedWhy') : t('crashWhy')}
        {!updated && <p className="mt-2 font-mono text-small">{t('crashCode', { code })}</p>}
      </ErrorState>
    </main>
  );
}
