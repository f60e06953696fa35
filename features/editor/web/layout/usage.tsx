import { formatBytes, formatNumber, tooltipAttributes } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useState } from 'react';
import { sandboxQueries } from '../platform/endpoints.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { leastTime, processorShare, type ProcessorSample } from './processor.ts';

/** How often memory and processor are asked for, in milliseconds. */
const usageEvery = 5000;
/** From here on a person should know why things are slow or about to end. */
const much = 0.9;

/** Asks for what the session uses, while it runs and the page is in view. */
function useUsage() {
  const { project } = useWorkspace();
  const { data, dataUpdatedAt } = useQuery({
    ...sandboxQueries.getSession.queryOptions({ input: { projectId: project.id } }),
    refetchInterval: usageEvery,
    refetchIntervalInBackground: false,
  });
  const [samples, setSamples] = useState<{ before?: ProcessorSample; now?: ProcessorSample }>({});
  if (data?.usage && dataUpdatedAt - (samples.now?.at ?? 0) >= leastTime) {
    setSamples({
      ...(samples.now && { before: samples.now }),
      now: { cpuSeconds: data.usage.cpuSeconds, at: dataUpdatedAt },
    });
  }
  const processor = samples.now && processorShare(samples.before, samples.now, data?.limits.cpus ?? 1);
  return { data, processor };
}

/** Processor and memory of the session, as its control group counts them. */
export function Usage() {
  const { data, processor } = useUsage();
  if (!data?.usage) return null;
  const { limits, usage } = data;
  const memory = formatBytes(limits.memoryBytes);
  const hint = t('usageHint', { cpus: limits.cpus, memory, processes: usage.processes });
  return (
    <span className="hidden items-center gap-3 sm:flex" {...tooltipAttributes(hint, undefined, 'top')}>
      {processor !== undefined && (
        <span className={clsx(processor > much && 'text-warning')}>
          {t('processor', { share: formatNumber(processor, { style: 'percent', maximumFractionDigits: 0 }) })}
        </span>
      )}
      <span className={clsx(usage.memoryBytes / limits.memoryBytes > much && 'text-warning')}>
        {t('usage', { used: formatBytes(usage.memoryBytes), limit: memory })}
      </span>
    </span>
  );
}
