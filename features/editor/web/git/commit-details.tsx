import { Badge, ErrorState, formatDateTime } from '@e-code/kernel/web';
import type { RouteAnswer } from '@e-code/host/contract';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { TextSkeleton } from '../editor/file-panel.tsx';
import { FileIcon } from '../tree/file-icon.tsx';
import { CommitActions } from './commit-actions.tsx';
import { DiffText } from './diff-panel.tsx';
import { Hunk } from './hunk.tsx';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { useHost } from './use-host.ts';

type CommitProps = { repository: Repository; commit: string };
/** `path`: the file whose history is looked at; it is unfolded. */
type CommitDetailsProps = CommitProps & { path?: string | undefined };
type Details = RouteAnswer<'git.show'>;

/** A commit: its whole message, who made it, and what it changed. */
export function CommitDetails({ repository, commit, path }: CommitDetailsProps) {
  const asked = useHost(repository, 'git.show', { commit });
  if (asked.kind === 'loading') return <TextSkeleton />;
  if (asked.kind === 'problem') return <ErrorState title={t('cannotLoad')}>{asked.problem.message}</ErrorState>;
  const details = asked.answer;
  const [subject = '', ...rest] = details.message.split('\n');
  return (
    <section
      aria-label={t('commitDetails', { commit: details.commit.slice(0, 7) })}
      className="flex h-full flex-col overflow-y-auto"
    >
      <header className="flex flex-col gap-1 border-b border-line px-3 py-2">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 font-medium break-words">{subject}</h2>
          <CommitActions repository={repository} commit={details.commit} />
        </div>
        <p className="text-small text-muted">
          {details.author.name}, {formatDateTime(details.at)},{' '}
          <span className="font-mono">{details.commit.slice(0, 7)}</span>
        </p>
        {details.refs.length > 0 && (
          <p className="flex flex-wrap gap-1">
            {details.refs.map((ref) => (
              <Badge key={ref}>{ref}</Badge>
            ))}
          </p>
        )}
        {rest.join('\n').trim() !== '' && <p className="whitespace-pre-wrap">{rest.join('\n').trim()}</p>}
      </header>
      <p className="px-3 pt-2 text-small text-muted">{t('filesChanged', { count: details.files.length })}</p>
      <ul>
        {details.files.map((file) => (
          <CommittedFile
            key={`${details.commit} ${file.path}`}
            repository={repository}
            commit={details.commit}
            file={file}
            unfolded={file.path === path}
          />
        ))}
      </ul>
    </section>
  );
}

type FileProps = CommitProps & { file: Details['files'][number]; unfolded: boolean };

/** A file that a commit changed; its difference unfolds. */
function CommittedFile({ repository, commit, file, unfolded }: FileProps) {
  const [open, setOpen] = useState(unfolded);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center gap-1.5 px-3 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <Chevron size={14} strokeWidth={1.5} className="shrink-0 text-muted" aria-hidden />
        <FileIcon path={file.path} size={14} />
        <span className="min-w-0 flex-1 truncate">
          {file.path} {file.from !== undefined && <span className="text-muted">{t('from', { path: file.from })}</span>}
        </span>
        <span className="text-small text-success tabular-nums">+{file.added ?? 0}</span>
        <span className="text-small text-danger tabular-nums">-{file.removed ?? 0}</span>
      </button>
      {open && <CommittedDiff repository={repository} commit={commit} path={file.path} />}
    </li>
  );
}

function CommittedDiff({ repository, commit, path }: CommitProps & { path: string }) {
  const asked = useHost(repository, 'git.diff', { path, commit });
  if (asked.kind === 'loading') return <TextSkeleton />;
  if (asked.kind === 'problem') return <ErrorState title={t('cannotLoad')}>{asked.problem.message}</ErrorState>;
  return <DiffText diff={asked.answer}>{(hunk, index) => <Hunk key={index} hunk={hunk} />}</DiffText>;
}
