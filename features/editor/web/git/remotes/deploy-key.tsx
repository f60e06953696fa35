import { Button, CopyField, Dialog } from '@e-code/kernel/web';
import { useStore } from '../../parts/store.ts';
import type { RemoteBook } from './remote-book.ts';
import type { Place } from './remotes-dialog.tsx';
import { siteOf, sites } from './sites.ts';
import { t } from './texts.ts';

type DeployKeyProps = { book: RemoteBook; name: string; go: (place: Place) => void };

/** The public half of a deploy key, and where to paste it. */
export function DeployKey({ book, name, go }: DeployKeyProps) {
  const listed = useStore(book.listed);
  const remote = listed.kind === 'ready' ? listed.remotes.find((known) => known.name === name) : undefined;
  const back = (): void => go({ kind: 'list' });
  const { publicKey, fingerprint, hostKeys = [] } = remote?.details ?? {};
  const site = siteOf(remote?.address ?? '');
  return (
    <Dialog
      open
      title={t('keyFor', { name })}
      onOpenChange={(open) => !open && back()}
      footer={
        <>
          <Button onClick={back}>{t('back')}</Button>
          <Button
            variant="primary"
            onClick={() => {
              back();
              if (remote) void book.tryOut(remote);
            }}
          >
            {t('test')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <CopyField label={t('publicKey')} value={publicKey ?? ''} />
        {site !== 'other' && <p className="text-ui">{t('pasteKey', { place: sites[site].key })}</p>}
        <p className="text-small wrap-anywhere text-muted">{t('fingerprint', { fingerprint: fingerprint ?? '' })}</p>
        {hostKeys.length > 0 && (
          <p className="text-small wrap-anywhere text-muted">{t('hostKeys', { keys: hostKeys.join(', ') })}</p>
        )}
      </div>
    </Dialog>
  );
}
