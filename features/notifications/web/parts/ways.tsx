import { QueryError, Skeleton, Switch, toast, toProblem } from '@e-code/kernel/web';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notificationKinds, type NotificationKind } from '../../contract/index.ts';
import { queries } from '../queries.ts';
import { t } from '../texts.ts';

const labels: Record<NotificationKind, string> = {
  mention: t('kindMention'),
  assign: t('kindAssign'),
  reply: t('kindReply'),
  resolve: t('kindResolve'),
};

/** How the person wants to hear of each kind; what is switched takes effect at once. */
export function Ways() {
  const queryClient = useQueryClient();
  const ways = useQuery(queries.readWays.queryOptions({ input: {} }));
  const change = useMutation(
    queries.setWay.mutationOptions({
      onSuccess: (next) => queryClient.setQueryData(queries.readWays.queryKey({ input: {} }), next),
      onError: (error) => void toast.error(toProblem(error).message),
    }),
  );
  return (
    <section aria-labelledby="ways" className="flex flex-col gap-3">
      <div>
        <h2 id="ways" className="text-body font-semibold">
          {t('ways')}
        </h2>
        <p className="text-ui text-muted">{t('waysHint')}</p>
      </div>
      {ways.isPending && <Skeleton className="h-32" />}
      {ways.isError && <QueryError error={ways.error} title={t('failed')} onRetry={() => void ways.refetch()} />}
      {ways.data &&
        notificationKinds.map((kind) => {
          const way = ways.data[kind];
          return (
            <fieldset key={kind} className="rounded-panel border border-line p-3">
              <legend className="px-1 font-medium">{labels[kind]}</legend>
              <div className="grid gap-3 sm:grid-cols-2 sm:gap-8">
                <Switch
                  label={t('inInbox')}
                  checked={way.inbox}
                  onCheckedChange={(inbox) => change.mutate({ kind, ...way, inbox })}
                />
                <Switch
                  label={t('byMail')}
                  checked={way.mail}
                  onCheckedChange={(mail) => change.mutate({ kind, ...way, mail })}
                />
              </div>
            </fieldset>
          );
        })}
    </section>
  );
}
