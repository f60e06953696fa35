import { formatDateTime, IconButton, QueryError, Skeleton, toast, toProblem } from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { client, queries } from '../queries.ts';
import { MakeGuestLink, type MadeLink } from './make-guest-link.tsx';
import { t } from './texts.ts';

type ListedLink = Awaited<ReturnType<typeof client.listGuestLinks>>['links'][number];
type ListedGuest = ListedLink['guests'][number];

/** The links by which people without an account come into a project: who came, how long, and how to end it. */
export function GuestLinks({ projectId }: { projectId: string }) {
  const list = useQuery({ ...queries.listGuestLinks.queryOptions({ input: { projectId } }), staleTime: 0 });
  const [made, setMade] = useState<MadeLink>();
  return (
    <section aria-label={t('links')} className="flex flex-col gap-3 border-t border-line pt-4">
      <header>
        <h3 className="text-ui font-medium">{t('links')}</h3>
        <p className="text-small text-muted">{list.data?.allowed === false ? t('linksOff') : t('linksWhy')}</p>
      </header>
      {list.isPending && <Skeleton className="h-8" />}
      {list.isError && <QueryError error={list.error} title={t('linksFailed')} layout="inline" />}
      {list.data?.allowed && <MakeGuestLink projectId={projectId} made={made} onMade={setMade} />}
      {list.data !== undefined && list.data.links.length > 0 && (
        <ul className="divide-y divide-line">
          {list.data.links.map((link) => (
            <LinkRow
              key={link.id}
              projectId={projectId}
              link={link}
              // An address that leads nowhere any more is not to be copied.
              onRevoked={() => setMade((last) => (last?.id === link.id ? undefined : last))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

type RowProps = { projectId: string; link: ListedLink };

/** Does something to a link, says what came of it, and reads the list again. */
function useChange(projectId: string): (work: () => Promise<unknown>, done: string) => Promise<boolean> {
  const queryClient = useQueryClient();
  return async (work, done) => {
    let succeeded = false;
    try {
      await work();
      succeeded = true;
      toast.success(done);
    } catch (error) {
      toast.error(toProblem(error).message);
    }
    await queryClient.invalidateQueries({ queryKey: queries.listGuestLinks.key({ input: { projectId } }) });
    return succeeded;
  };
}

function LinkRow({ projectId, link, onRevoked }: RowProps & { onRevoked: () => void }) {
  const change = useChange(projectId);
  const permission = t(link.permission);

  async function revoke(): Promise<void> {
    const revoked = await change(() => client.revokeGuestLink({ projectId, linkId: link.id }), t('revoked'));
    if (revoked) onRevoked();
  }
  return (
    <li className="py-1.5 text-ui">
      <div className="flex min-h-8 items-center gap-2.5">
        <p className="min-w-0 flex-1 truncate">
          {permission} <span className="text-muted">· {t('until', { time: formatDateTime(link.expiresAt) })}</span>
        </p>
        <IconButton
          label={t('revoke', { permission: permission.toLowerCase() })}
          icon={<X size={16} strokeWidth={1.5} />}
          onClick={() => void revoke()}
        />
      </div>
      {link.guests.length === 0 ? (
        <p className="text-small text-muted">{t('nobodyYet')}</p>
      ) : (
        <ul aria-label={t('guests')} className="flex flex-wrap gap-1.5 pt-0.5 pb-1">
          {link.guests.map((guest) => (
            <GuestChip key={guest.id} projectId={projectId} link={link} guest={guest} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** One who came by a link, and the way to end that visit alone. */
function GuestChip({ projectId, link, guest }: RowProps & { guest: ListedGuest }) {
  const change = useChange(projectId);
  const { id: guestId, name } = guest;
  const entered = t('entered', { time: formatDateTime(guest.enteredAt) });
  const remove = () =>
    change(() => client.removeGuest({ projectId, linkId: link.id, guestId }), t('guestRemoved', { name }));
  return (
    <li className="flex h-7 max-w-full items-center gap-0.5 rounded-control border border-line pr-0.5 pl-2 text-small">
      <span className="truncate" title={guest.account ? `${entered} ${t('withAccount')}` : entered}>
        {name}
      </span>
      <IconButton
        size="small"
        label={t('removeGuest', { name })}
        icon={<X size={14} strokeWidth={1.5} />}
        onClick={() => void remove()}
      />
    </li>
  );
}
