import { describeProblem, toProblem } from '../client/problem.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Disclosure } from './disclosure.tsx';
import { ErrorState } from './error-state.tsx';
import { t } from './texts.ts';

/** A failed query in place of its content, with a button that tries again. */
export function QueryError({
  error,
  title,
  onRetry,
  layout,
}: {
  error: unknown;
  title: string;
  onRetry?: () => void;
  layout?: 'page' | 'inline';
}) {
  const problem = toProblem(error);
  return (
    <ErrorState
      title={title}
      details={describeProblem(problem)}
      action={onRetry && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
      {...(layout && { layout })}
    >
      {problem.message}
    </ErrorState>
  );
}

/** A failure of a form that belongs to no field, above its button. */
export function FormProblem({ problem }: { problem: ReturnType<typeof toProblem> | undefined }) {
  if (!problem) return null;
  return (
    <Banner tone="danger">
      {problem.message}
      {problem.code === 'unexpected' && (
        <Disclosure label={t('details')}>
          <code className="text-small">{String(problem.data)}</code>
        </Disclosure>
      )}
    </Banner>
  );
}
