import { buttonClass, EmptyState, Link } from '@e-code/kernel/web';
import { Compass } from 'lucide-react';
import { t } from '../texts.ts';

export function NotFound() {
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        icon={<Compass size={20} strokeWidth={1.5} />}
        level={1}
        title={t('notFoundTitle')}
        action={
          <Link to="/" className={buttonClass({ variant: 'primary' })}>
            {t('home')}
          </Link>
        }
      >
        {t('notFoundWhy')}
      </EmptyState>
    </main>
  );
}
