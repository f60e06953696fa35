import { Badge, Banner, formatRelative, Progress } from '@e-code/kernel/web';
import { hostErrors } from '@e-code/host/contract';
import { useState } from 'react';
import { useStore } from '../../parts/store.ts';
import { RemoteQuestions, type Question } from './questions.tsx';
import { isDiverged, type KnownRemote, type RemoteBook } from './remote-book.ts';
import type { Place } from './remotes-dialog.tsx';
import { RowActions } from './row-actions.tsx';
import { t } from './texts.ts';

type RowProps = { book: RemoteBook; remote: KnownRemote; go: (place: Place) => void };

/** One remote: where it is, how far it is from here, and what can be done with it. */
export function RemoteRow({ book, remote, go }: RowProps) {
  const work = useStore(book.repository.transfer);
  const [question, setQuestion] = useState<Question>();
  const { name, address, distance, details } = remote;
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium wrap-anywhere">{name}</span>
            <Badge>{credentialOf(remote)}</Badge>
            <DistanceBadge remote={remote} />
          </div>
          <code className="mt-1 block font-mono text-small wrap-anywhere text-muted">{address}</code>
          {details && <p className="mt-1 text-small text-muted">{usedOf(details.lastUsedAt)}</p>}
        </div>
        <RowActions book={book} remote={remote} go={go} ask={setQuestion} />
      </div>
      {work?.name === name && <Progress label={work.stage} value={work.value} />}
      {isDiverged(distance) && <Banner tone="info">{t('diverged')}</Banner>}
      {typeof details?.lastProblem === 'string' && work === undefined && (
        <Banner tone="warning" title={t('lastProblem')}>
          {sentenceOf(details.lastProblem)}
        </Banner>
      )}
      {question && (
        <RemoteQuestions book={book} remote={remote} question={question} onClose={() => setQuestion(undefined)} />
      )}
    </li>
  );
}

function DistanceBadge({ remote: { distance } }: { remote: KnownRemote }) {
  if (distance === null) return <Badge>{t('notFetched')}</Badge>;
  const { ahead, behind } = distance;
  if (ahead === 0 && behind === 0) return <Badge tone="success">{t('inStep')}</Badge>;
  return (
    <>
      {ahead > 0 && <Badge tone="info">{t('ahead', { count: ahead })}</Badge>}
      {behind > 0 && <Badge tone="warning">{t('behind', { count: behind })}</Badge>}
    </>
  );
}

function credentialOf({ details }: KnownRemote): string {
  if (details === undefined) return t('yours');
  if (details.credential === 'token') return t('tokenOf', { user: details.user ?? '' });
  return details.credential === 'key' ? t('deployKey') : t('noCredential');
}

function usedOf(lastUsedAt: string | null): string {
  return lastUsedAt === null ? t('never') : t('usedAt', { when: formatRelative(lastUsedAt) });
}

function sentenceOf(code: string): string {
  return Object.entries(hostErrors).find(([known]) => known === code)?.[1][1] ?? code;
}
