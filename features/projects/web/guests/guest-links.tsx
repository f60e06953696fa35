import { formatDateTime, IconButton, QueryError, Skeleton, toast, toProblem } from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { client, queries } from '../queries.ts';
import { MakeGuestLink } from './make-guest-link.tsx';
import { t } from './texts.ts';

type ListedLink = Awaited<ReturnType<typeof client.listGuestLinks>>['links'][number];

/** The links by which people without an account come into a project: who came, how long, and how to end it. */
export function GuestLinks({ projectId }: { projectId: string }) {
  const list = useQuery({ ...queries.listGuestLinks.queryOptions({ input: { projectId } }), staleTime: 0 });
  return (
    <section aria-label={t('links')} className="flex flex-col gap-3 border-t border-line pt-4">
      <header>
        <h3 className="text-ui font-medium">{t('links')}</h3>
        <p className="text-small text-muted">{list.data?.allowed === false ? t('linksOff') : t('linksWhy')}</p>
      </header>
      {list.isPending && <Skeleton className="h-8" />}
      {list.isError && <QueryError error={list.error} title={t('linksFailed')} layout="inline" />}
      {list.data?.allowed && <MakeGuestLink projectId={projectId} />}
      {list.data !== undefined && list.data.links.length > 0 && (
        <ul className="divide-y divide-line">
          {list.data.links.map((link) => (
            <LinkRow key={link.id} projectId={projectId} link={link} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LinkRow({ projectId, link }: { projectId: string; link: ListedLink }) {
  const queryClient = useQueryClient();
  const permission = t(link.permission);
  const guests = link.guests.map(({ name }) => name).join(', ');

  async function revoke(): Promise<void> {
    try {
      await client.revokeGuestLink({ projectId, linkId: link.id });
      toast.success(t('revoked'));
    } catch (error) {
      toast.error(toProblem(error).message);
    }
    await queryClient.invalidateQueries({ queryKey: queries.listGuestLinks.key({ input: { projectId } }) });
  }
  return (
    <li className="flex min-h-11 items-center gap-2.5 py-1.5 text-ui">
      <div className="min-w-0 flex-1">
        <p className="truncate">
          {permission} <span className="text-muted">· {t('until', { time: formatDateTime(link.expiresAt) })}</span>
        </p>
        <p className="truncate text-small text-muted" title={guests}>
          {guests === '' ? t('nobodyYet') : guests}
        </p>
      </div>
      <IconButton
        label={t('revoke', { permission: permission.toLowerCase() })}
        icon={<X size={16} strokeWidth={1.5} />}
        onClick={() => void revoke()}
      />
    </li>
  );
}
