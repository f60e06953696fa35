import { Banner, Button, buttonClass, CodeBlock, Disclosure, Link, Progress, useNavigation } from '@e-code/kernel/web';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { t } from '../texts/texts.ts';
import type { ImportProblem, ImportState, Unpacked } from './use-import.ts';

/** The form of an import, or what became of it: progress, the failure, what did not come over. */
export function ImportView({ state, children }: { state: ImportState; children: ReactNode }) {
  const { go } = useNavigation();
  const complete = state.step === 'done' && state.unpacked === undefined ? state.slug : undefined;
  useEffect(() => {
    if (complete !== undefined) go(`/p/${complete}`);
  }, [complete, go]);
  if (state.step === 'working') {
    const { text, percent } = state.stage;
    return <Progress label={text} value={percent === null ? null : percent / 100} />;
  }
  if (state.step === 'done') {
    return state.unpacked === undefined ? null : <LeftOut slug={state.slug} unpacked={state.unpacked} />;
  }
  return (
    <div className="flex flex-col gap-4">
      {state.problem !== undefined && <Refusal problem={state.problem} />}
      {children}
    </div>
  );
}

function Refusal({ problem: { message, details } }: { problem: ImportProblem }) {
  return (
    <Banner tone="danger">
      {message}
      {details !== undefined && (
        <Disclosure label={t('details')}>
          <CodeBlock code={details} wrap />
        </Disclosure>
      )}
    </Banner>
  );
}

const reasons: Readonly<Record<Unpacked['leftOut'][number]['reason'], string>> = {
  symlink: t('leftSymlink'),
  unsafe_name: t('leftUnsafeName'),
  exists: t('leftExists'),
  special: t('leftSpecial'),
  encrypted: t('leftEncrypted'),
  unsupported: t('leftUnsupported'),
};

function LeftOut({ slug, unpacked }: { slug: string; unpacked: Unpacked }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <p role="status" className="text-ui">
        {t('importedSome', { count: unpacked.files })}
      </p>
      <ul className="max-h-72 w-full divide-y divide-line overflow-y-auto rounded-control border border-line bg-raised">
        {unpacked.leftOut.map(({ name, reason }) => (
          <li key={name} className="flex flex-wrap justify-between gap-x-4 px-3 py-1.5 text-ui">
            <span className="min-w-0 font-mono break-all">{name}</span>
            <span className="text-muted">{reasons[reason]}</span>
          </li>
        ))}
        {unpacked.leftOutMore > 0 && (
          <li className="px-3 py-1.5 text-ui text-muted">{t('leftMore', { count: unpacked.leftOutMore })}</li>
        )}
      </ul>
      <Link to={`/p/${slug}`} className={buttonClass({ variant: 'primary' })}>
        {t('importOpen')}
      </Link>
    </div>
  );
}

/** The button that begins an import. */
export function ImportButton({ children, disabled }: { children: ReactNode; disabled?: boolean }) {
  return (
    <Button type="submit" variant="primary" size="large" className="self-start" disabled={disabled === true}>
      {children}
    </Button>
  );
}
