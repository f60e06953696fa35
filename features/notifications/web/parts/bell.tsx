import { Link, tooltipAttributes, useLiveQuery } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { inboxChannel } from '../../contract/index.ts';
import { queries } from '../queries.ts';
import { t } from '../texts.ts';

const most = 99;

/** The way to the inbox, with the number of what was not read. */
export function NotificationBell() {
  const { data } = useQuery(queries.count.queryOptions({ input: {} }));
  useLiveQuery(data && inboxChannel.name, { personId: data?.personId }, queries.key());
  const unread = data?.unread ?? 0;
  const label = unread === 0 ? t('title') : t('unreadCount', { count: unread });
  return (
    <Link
      to="/notifications"
      aria-label={label}
      {...tooltipAttributes(label)}
      className="relative grid size-7 shrink-0 place-items-center rounded-control text-muted transition-colors duration-(--duration-press) hover:bg-hover hover:text-text"
    >
      <Bell size={16} strokeWidth={1.5} aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          data-unread={unread}
          className="absolute -top-0.5 -right-0.5 grid h-3.5 min-w-3.5 place-items-center rounded-full bg-accent px-0.5 text-[9px] leading-none font-semibold text-on-accent tabular-nums"
        >
          {unread > most ? `${most}+` : unread}
        </span>
      )}
    </Link>
  );
}
