import type { SshKey } from '@e-code/git/contract';
import { Badge, Button, formatDate, formatRelative } from '@e-code/kernel/web';
import { t } from '../texts.ts';

/** One key: its name and fingerprint, and when it was added and used. */
export function KeyRow({ sshKey, onRemove }: { sshKey: SshKey; onRemove: () => void }) {
  const { name, kind, fingerprint, createdAt } = sshKey;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium wrap-anywhere">{name}</span>
          <Badge>{kind}</Badge>
        </div>
        <code className="mt-1 block font-mono text-small wrap-anywhere text-muted">{fingerprint}</code>
        <p className="mt-1 text-small wrap-anywhere text-muted">
          {[t('added', { date: formatDate(createdAt) }), use(sshKey)].join(' · ')}
        </p>
      </div>
      <Button size="small" onClick={onRemove}>
        {t('remove')}
      </Button>
    </li>
  );
}

function use({ lastUsedAt, lastUsedFrom }: SshKey): string {
  if (lastUsedAt === null) return t('neverUsed');
  return t('used', { when: formatRelative(lastUsedAt), address: lastUsedFrom ?? '' });
}
