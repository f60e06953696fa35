import { Avatar, formatDateTime, formatRelative, IconButton, Menu, Popover } from '@e-code/kernel/web';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { CommentBody } from './comment-body.tsx';
import { Composer } from './composer.tsx';
import type { Comment } from './endpoints.ts';
import { t } from './texts.ts';
import type { ThreadBook } from './thread-book.ts';

type CommentProps = { book: ThreadBook; threadId: string; comment: Comment };

/** One comment: who, when, what, and what its author may do with it. */
export function CommentView({ book, threadId, comment }: CommentProps) {
  const [editing, setEditing] = useState(false);
  if (comment.deleted) return <p className="text-small text-faint italic">{t('deletedComment')}</p>;
  return (
    <article aria-label={comment.author.name} className="flex flex-col gap-1">
      <header className="flex h-6 items-center gap-1.5">
        <Avatar name={comment.author.name} size="small" />
        <span className="truncate font-medium">{comment.author.name}</span>
        <time dateTime={comment.createdAt} title={formatDateTime(comment.createdAt)} className="text-small text-muted">
          {formatRelative(comment.createdAt)}
        </time>
        {comment.editedAt !== null && <Wordings book={book} comment={comment} editedAt={comment.editedAt} />}
        <span className="flex-1" />
        <Actions book={book} threadId={threadId} comment={comment} onEdit={() => setEditing(true)} />
      </header>
      {editing ? (
        <Composer
          label={t('editComment')}
          action={t('save')}
          text={comment.body}
          autoFocus
          onSend={async (body) => {
            await book.edit(threadId, comment.id, body);
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <CommentBody body={comment.body} mentions={comment.mentions} />
      )}
    </article>
  );
}

function Actions({ book, threadId, comment, onEdit }: CommentProps & { onEdit: () => void }) {
  const reader = useStore(book.reader);
  const { project } = useWorkspace();
  const own = reader?.id === comment.author.id;
  if (reader?.writes !== true || (!own && project.role !== 'owner')) return null;
  const icon = { size: 16, strokeWidth: 1.5 };
  return (
    <Menu
      align="end"
      trigger={<IconButton size="small" label={t('moreActions')} icon={<Ellipsis size={14} strokeWidth={1.5} />} />}
      entries={[
        ...(own ? [{ label: t('editComment'), icon: <Pencil {...icon} />, onSelect: onEdit }] : []),
        {
          label: t('deleteComment'),
          icon: <Trash2 {...icon} />,
          danger: true,
          onSelect: () => void book.remove(threadId, comment.id),
        },
      ]}
    />
  );
}

type WordingsProps = { book: ThreadBook; comment: Comment; editedAt: string };

/** What a comment said before it was edited, asked for when it is wanted. */
function Wordings({ book, comment, editedAt }: WordingsProps) {
  const [wordings, setWordings] = useState<{ body: string; replacedAt: string }[]>();
  const read = (open: boolean): void => {
    if (open) void book.wordings(comment.id).then(setWordings, () => setWordings([]));
  };
  return (
    <Popover
      title={t('wordings')}
      onOpenChange={read}
      trigger={
        <button
          type="button"
          title={t('editedAt', { when: formatDateTime(editedAt) })}
          className="text-small text-muted underline"
        >
          {t('edited')}
        </button>
      }
    >
      <ol className="mt-2 flex max-h-72 flex-col gap-3 overflow-y-auto">
        {wordings?.map(({ body, replacedAt }) => (
          <li key={replacedAt}>
            <p className="text-small text-muted">{formatDateTime(replacedAt)}</p>
            <p className="break-words whitespace-pre-wrap">{body}</p>
          </li>
        ))}
      </ol>
    </Popover>
  );
}
