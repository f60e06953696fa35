import type { SshServer } from '@e-code/git/contract';
import { Banner, CopyField } from '@e-code/kernel/web';
import { t } from '../texts.ts';

/** How to reach this installation over SSH, or that it cannot be. */
export function ServerNotice({ server }: { server: SshServer | null }) {
  if (server === null) return <Banner tone="info">{t('off')}</Banner>;
  const { host, port, fingerprint } = server;
  return (
    <div className="flex flex-col gap-1.5">
      <CopyField label={t('serverAddress')} value={port === 22 ? `ssh git@${host}` : `ssh -p ${port} git@${host}`} />
      <p className="text-small wrap-anywhere text-muted">{t('serverFingerprint', { fingerprint })}</p>
    </div>
  );
}
