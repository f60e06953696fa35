import type { ApiKey } from '@e-code/api-keys/contract';
import { Badge, Button, formatDate, formatDateTime, formatRelative } from '@e-code/kernel/web';
import { t } from '../texts.ts';

/** One key: its name and beginning, what it may do and where, and when it was made, used and ends. */
export function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium wrap-anywhere">{apiKey.name}</span>
          <code className="font-mono text-small text-muted">{apiKey.hint}…</code>
        </div>
        <div className="mt-1 flex flex-wrap gap-1">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope}>{t(`scope_${scope}`)}</Badge>
          ))}
        </div>
        <p className="mt-1 text-small wrap-anywhere text-muted">
          {[...reach(apiKey), t('created', { date: formatDate(apiKey.createdAt) }), use(apiKey)].join(' · ')}
          {' · '}
          <Expiry expiresAt={apiKey.expiresAt} />
        </p>
      </div>
      <Button size="small" onClick={onRevoke}>
        {t('revoke')}
      </Button>
    </li>
  );
}

const SHOWN = 2;

/** Where the key holds, when it is about projects at all. */
function reach({ projects, scopes }: ApiKey): string[] {
  if (!scopes.some((scope) => scope.startsWith('project:'))) return [];
  if (projects === null) return [t('allProjects')];
  const names = projects.map(({ name }) => name ?? t('goneProject'));
  const shown = names.slice(0, SHOWN).join(', ');
  const more = names.length - SHOWN;
  return [more > 0 ? t('onAndMore', { projects: shown, count: more }) : t('on', { projects: shown })];
}

function use({ lastUsedAt, lastUsedFrom }: ApiKey): string {
  if (lastUsedAt === null) return t('neverUsed');
  return t('used', { when: formatRelative(lastUsedAt), address: lastUsedFrom ?? '' });
}

function Expiry({ expiresAt }: { expiresAt: string | null }) {
  if (expiresAt === null) return <span>{t('neverExpires')}</span>;
  if (isPast(expiresAt)) return <Badge tone="danger">{t('expired')}</Badge>;
  return <span title={formatDateTime(expiresAt)}>{t('expires', { date: formatDate(expiresAt) })}</span>;
}

function isPast(moment: string): boolean {
  return new Date(moment).getTime() <= Date.now();
}
