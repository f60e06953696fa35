import {
  Button,
  buttonClass,
  EmptyState,
  Link,
  QueryError,
  Skeleton,
  formatDateTime,
  toast,
  toProblem,
  useNavigation,
} from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { DoorClosed } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { client, queries } from '../queries.ts';
import { EnterForm, JoinForm } from './enter-form.tsx';
import { t } from './texts.ts';

/** Where guest links lead: the way in, and afterwards what this browser is here. */
export function GuestPage() {
  const secret = useSecret();
  return secret === '' ? <OwnVisit /> : <Invitation key={secret} secret={secret} />;
}

/** What stands behind the #, taken out of the address bar at once: it stays neither in the history nor on screen. */
function useSecret(): string {
  const [secret, setSecret] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const take = (): void => {
      if (location.hash === '') return;
      setSecret(location.hash.slice(1));
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    // Another link opened in this tab changes nothing but the part behind the #, for which no page is loaded.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return secret;
}

function Invitation({ secret }: { secret: string }) {
  const read = useQuery({ ...queries.readGuestLink.queryOptions({ input: { secret } }), staleTime: Infinity });
  if (read.isError)
    return <QueryError error={read.error} title={t('linkFailed')} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton className="h-64 w-full" />;
  const { signedIn } = read.data;
  if (signedIn === null) return <EnterForm secret={secret} link={read.data} />;
  if (signedIn.slug === null) return <JoinForm secret={secret} link={read.data} name={signedIn.name} />;
  return (
    <Titled title={t('signedIn', { name: signedIn.name })}>
      <p className="text-body text-muted">{t('signedInSees')}</p>
      <OpenProject slug={signedIn.slug} />
    </Titled>
  );
}

function OwnVisit() {
  const read = useQuery({ ...queries.currentVisit.queryOptions({ input: {} }), staleTime: 0 });
  const queryClient = useQueryClient();
  const { go } = useNavigation();
  if (read.isError)
    return <QueryError error={read.error} title={t('visitFailed')} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton className="h-40 w-full" />;
  const { visit } = read.data;
  if (visit === null) {
    return (
      <EmptyState
        level={1}
        icon={<DoorClosed size={20} strokeWidth={1.5} />}
        title={t('ended')}
        action={
          <Link to="/sign-in" className={buttonClass()}>
            {t('signIn')}
          </Link>
        }
      >
        {t('endedWhy')}
      </EmptyState>
    );
  }

  async function end(): Promise<void> {
    try {
      await client.endVisit({});
      queryClient.clear();
      go('/sign-in', { replace: true });
    } catch (error) {
      toast.error(toProblem(error).message);
    }
  }
  return (
    <Titled title={t('visit', { name: visit.name })}>
      <p className="text-body text-muted">
        {t('visitUntil', { project: visit.project.name, time: formatDateTime(visit.expiresAt) })}
      </p>
      <OpenProject slug={visit.project.slug} />
      <Button size="large" wide onClick={() => void end()}>
        {t('end')}
      </Button>
    </Titled>
  );
}

function OpenProject({ slug }: { slug: string }) {
  return (
    <Link to={`/p/${slug}`} className={buttonClass({ variant: 'primary', size: 'large', wide: true })}>
      {t('open')}
    </Link>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-5">
      <h1 className="text-heading font-semibold text-balance">{title}</h1>
      {children}
    </div>
  );
}
