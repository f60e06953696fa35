import { Disclosure, formatBytes, Select, toast } from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Retention } from '@e-code/host/contract';
import { toHostProblem } from '../host/problem.ts';
import { useWorkspace } from '../workspace/context.ts';
import { t } from './texts.ts';

const days = [7, 30, 90, 365];
const sizes = [16e6, 64e6, 256e6, 1e9];

/** What the history takes, and how much of it is kept. */
export function Kept() {
  const { client, project, rights } = useWorkspace();
  const queries = useQueryClient();
  const queryKey = ['editor', 'history-usage', project.id];
  const query = useQuery({ queryKey, queryFn: () => client.ask('history.usage', {}), retry: false });
  const usage = query.data;
  if (usage === undefined) return null;

  async function keep(retention: Retention): Promise<void> {
    try {
      queries.setQueryData(queryKey, await client.ask('history.keep', retention));
    } catch (error) {
      toast.error(toHostProblem(error).message);
    }
  }
  const { retention } = usage;
  return (
    <Disclosure label={`${t('space')}: ${formatBytes(usage.bytes)}`}>
      <p className="pb-2 text-small text-muted">
        {t('atLeast', { size: formatBytes(usage.bytes), files: t('files', { count: usage.files }) })}
      </p>
      <div className="flex flex-col gap-3">
        <Select
          label={t('keepFor')}
          disabled={!rights.write}
          value={String(retention.days)}
          options={withPresent(days, retention.days).map((count) => ({
            value: String(count),
            label: t('days', { count }),
          }))}
          onValueChange={(next) => void keep({ ...retention, days: Number(next) })}
        />
        <Select
          label={t('keepAtMost')}
          hint={t('keepAtMostHint')}
          disabled={!rights.write}
          value={String(retention.bytes)}
          options={withPresent(sizes, retention.bytes).map((size) => ({
            value: String(size),
            label: formatBytes(size),
          }))}
          onValueChange={(next) => void keep({ ...retention, bytes: Number(next) })}
        />
        <p className="text-small text-muted">{t('keepHint')}</p>
      </div>
    </Disclosure>
  );
}

/** A value that was set by other means is a choice too. */
const withPresent = (choices: readonly number[], present: number): number[] =>
  [...new Set([...choices, present])].toSorted((a, b) => a - b);
