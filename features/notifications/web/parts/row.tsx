import { formatDateTime, formatRelative, IconButton, Link } from '@e-code/kernel/web';
import { Check, Undo2 } from 'lucide-react';
import type { ListedNotification } from '../queries.ts';
import { t } from '../texts.ts';

type RowProps = {
  notification: ListedNotification;
  current: boolean;
  onOpen: () => void;
  onDone: () => void;
  onFocus: () => void;
};

/** One thing that happened, and the way to it. */
export function NotificationRow({ notification, current, onOpen, onDone, onFocus }: RowProps) {
  const { actor, address, createdAt, done, excerpt, kind, project, read, title } = notification;
  const icon = { size: 16, strokeWidth: 1.5 };
  return (
    <li
      data-current={current || undefined}
      className="relative flex items-start gap-3 border-b border-line px-3 py-2.5 hover:bg-hover data-[current]:bg-selected"
    >
      <span
        aria-hidden
        className={`mt-1.5 size-2 shrink-0 rounded-full ${read || done ? 'bg-transparent' : 'bg-accent'}`}
      />
      <div className="min-w-0 flex-1">
        <p className={read ? 'text-ui' : 'text-ui font-semibold'}>
          <Link
            to={address}
            onClick={onOpen}
            onFocus={onFocus}
            className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {t(kind, { name: actor.name, title })}
            {!read && !done && <span className="sr-only"> ({t('unread')})</span>}
          </Link>
        </p>
        {excerpt !== '' && <p className="line-clamp-2 break-words text-muted">{excerpt}</p>}
        <p className="text-small text-muted">
          {project.name} ·{' '}
          <time dateTime={createdAt} title={formatDateTime(createdAt)}>
            {formatRelative(createdAt)}
          </time>
        </p>
      </div>
      <span className="relative z-1">
        <IconButton
          size="small"
          label={done ? t('markUndone') : t('markDone')}
          icon={done ? <Undo2 {...icon} /> : <Check {...icon} />}
          onClick={onDone}
        />
      </span>
    </li>
  );
}
