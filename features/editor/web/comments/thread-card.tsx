import type { Placed } from '@e-code/host/contract';
import { Avatar, Badge, Button, formatRelative, Tooltip } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { Check, RotateCcw } from 'lucide-react';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { CommentView } from './comment-view.tsx';
import { Composer } from './composer.tsx';
import { placeOf, type Thread } from './endpoints.ts';
import { PlaceActions } from './place-actions.tsx';
import { QuotedWords } from './quoted-words.tsx';
import { t } from './texts.ts';
import type { ThreadBook } from './thread-book.ts';
import { ThreadDuties } from './thread-duties.tsx';

type CardProps = { book: ThreadBook; thread: Thread; open: boolean };

/** A thread in the list; the one that is read has everything. */
export function ThreadCard({ book, thread, open }: CardProps) {
  const placed = useStore(book.places.known).get(thread.id);
  const placement = placed?.placement;
  const gone = placement === 'gone';
  const { path, line } = whereIs(thread, placed);
  return (
    <article
      aria-label={t('thread', { path })}
      aria-current={open || undefined}
      className={open ? 'bg-raised px-3 py-2.5' : 'relative px-3 py-2.5 hover:bg-hover'}
    >
      <div className="flex items-center gap-2">
        <button
          type="button"
          onClick={() => void book.select(thread.id, true)}
          title={path}
          className={clsx(
            'min-w-0 truncate rounded-small text-small text-muted',
            !open && 'after:absolute after:inset-0',
          )}
        >
          {`${baseName(path)}:${line}`}
        </button>
        {placement === 'moved' && <Flag label={t('moved')} hint={t('movedHint')} />}
        {gone && <Flag label={t('gone')} hint={t('goneHint')} />}
        <span className="flex-1" />
        {thread.assignee && <Avatar name={thread.assignee.name} size="small" />}
      </div>
      <div className="mt-1.5">
        <QuotedWords quotation={thread.quotation} gone={gone} />
      </div>
      {open && <PlaceActions book={book} thread={thread} placement={placement} />}
      {open ? <Conversation book={book} thread={thread} /> : <Beginning thread={thread} />}
    </article>
  );
}

/** Where it is now, or was when nobody knows that yet. */
function whereIs(thread: Thread, placed: Placed | undefined): { path: string; line: number } {
  const { path, lines } = placeOf(thread);
  return { path: placed?.path ?? path, line: placed?.lines?.[0] ?? lines[0] };
}

function Flag({ label, hint }: { label: string; hint: string }) {
  return (
    <Tooltip label={hint}>
      <span className="relative z-1">
        <Badge tone="warning">{label}</Badge>
      </span>
    </Tooltip>
  );
}

/** The first words, and how much follows. */
function Beginning({ thread }: { thread: Thread }) {
  const said = thread.comments.filter(({ deleted }) => !deleted);
  const [first] = said;
  if (!first) return null;
  return (
    <div className="mt-1.5 flex flex-col gap-0.5">
      <p className="line-clamp-2 break-words">
        <span className="font-medium">{first.author.name}</span> {first.body}
      </p>
      <p className="text-small text-muted">
        {formatRelative(said.at(-1)?.createdAt ?? thread.createdAt)}
        {said.length > 1 && ` · ${t('replies', { count: said.length - 1 })}`}
      </p>
    </div>
  );
}

function Conversation({ book, thread }: { book: ThreadBook; thread: Thread }) {
  const writes = useStore(book.reader)?.writes === true;
  const { rights } = useWorkspace();
  const { resolved } = thread;
  return (
    <div className="mt-2.5 flex flex-col gap-3">
      {thread.comments.map((comment) => (
        <CommentView key={comment.id} book={book} threadId={thread.id} comment={comment} />
      ))}
      {resolved && (
        <p className="text-small text-success">
          {t('resolvedBy', { name: resolved.by.name, when: formatRelative(resolved.at) })}
        </p>
      )}
      {writes && (
        <>
          <Composer
            label={t('reply')}
            action={t('reply')}
            onSend={(body) => book.reply(thread.id, body)}
            aside={
              <Button size="small" onClick={() => void book.change(thread.id, { resolved: resolved === null })}>
                {resolved ? <RotateCcw size={14} aria-hidden /> : <Check size={14} aria-hidden />}
                {resolved ? t('reopen') : t('resolve')}
              </Button>
            }
          />
          {rights.share && <ThreadDuties book={book} thread={thread} />}
        </>
      )}
    </div>
  );
}
