import { EmptyState, toProblem } from '@e-code/kernel/web';
import { ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from './texts.ts';

/** To people who are no operators the server says that there is nothing; the page says why. */
export function OperatorsOnly({ error, children }: { error: unknown; children: ReactNode }) {
  if (error === null || toProblem(error).code !== 'not_found') return children;
  return (
    <EmptyState level={1} icon={<ShieldX size={20} strokeWidth={1.5} />} title={t('notOperator')}>
      {t('notOperatorWhy')}
    </EmptyState>
  );
}
