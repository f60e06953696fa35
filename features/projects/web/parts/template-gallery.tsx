import { CopyField, QueryError, Skeleton, Spinner } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { AppWindow, FolderOpen, SquareTerminal } from 'lucide-react';
import { queries } from '../queries.ts';
import type { ListedTemplate } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { LanguageMark } from './language-mark.tsx';

type GalleryProps = {
  /** The template that becomes a project now. */
  chosen: string | undefined;
  onChoose: (template: ListedTemplate) => void;
};

const grid = 'grid gap-3 sm:grid-cols-2 lg:grid-cols-3';
const icon = { size: 14, strokeWidth: 1.5, 'aria-hidden': true };
const shows = {
  page: { text: t('showsPage'), icon: <AppWindow {...icon} /> },
  console: { text: t('showsConsole'), icon: <SquareTerminal {...icon} /> },
  nothing: { text: t('showsNothing'), icon: <FolderOpen {...icon} /> },
};

/** Everything a project can start from; a press makes the project. What the machine lacks comes last, with the way to add it. */
export function TemplateGallery({ chosen, onChoose }: GalleryProps) {
  const gallery = useQuery(queries.listTemplates.queryOptions({ input: {} }));
  if (gallery.isPending) return <GallerySkeleton />;
  if (gallery.isError) {
    return <QueryError error={gallery.error} title={t('templatesFailed')} onRetry={() => void gallery.refetch()} />;
  }
  const { templates } = gallery.data;
  const ready = templates.filter(({ missing }) => missing.length === 0);
  const lacking = templates.filter(({ missing }) => missing.length > 0);
  return (
    <div className="flex flex-col gap-8">
      <ul className={grid}>
        {ready.map((template) => (
          <li key={template.name}>
            <Tile
              template={template}
              busy={chosen === template.name}
              disabled={chosen !== undefined}
              onChoose={() => onChoose(template)}
            />
          </li>
        ))}
      </ul>
      {lacking.length > 0 && (
        <section className="flex flex-col gap-3">
          <h2 className="text-ui font-medium text-muted">{t('installFirst')}</h2>
          <ul className={grid}>
            {lacking.map((template) => (
              <LackingTile key={template.name} template={template} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Tile(props: { template: ListedTemplate; busy: boolean; disabled: boolean; onChoose: () => void }) {
  const { template, busy, disabled, onChoose } = props;
  const shown = shows[template.shows];
  return (
    <button
      type="button"
      onClick={onChoose}
      disabled={disabled}
      aria-busy={busy || undefined}
      className="flex h-full w-full items-start gap-3 rounded-panel border border-line bg-raised p-4 text-left transition-colors duration-(--duration-press) enabled:hover:border-line-strong enabled:hover:bg-hover disabled:cursor-default aria-busy:border-accent [&:disabled:not([aria-busy])]:opacity-50"
    >
      {busy ? (
        <span className="grid size-9 shrink-0 place-items-center text-accent-text">
          <Spinner />
        </span>
      ) : (
        <LanguageMark language={template.language} size="large" />
      )}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-body font-medium">{template.title}</span>
          {template.language !== template.title && template.shows !== 'nothing' && (
            <span className="text-small text-muted">{template.language}</span>
          )}
        </span>
        <span className="text-ui text-muted">{busy ? t('creating') : template.description}</span>
        {template.shows !== 'nothing' && (
          <span className="mt-2 inline-flex items-center gap-1.5 text-small text-muted">
            {shown.icon}
            {shown.text}
          </span>
        )}
      </span>
    </button>
  );
}

/** Not a button: the project could not run. */
function LackingTile({ template }: { template: ListedTemplate }) {
  return (
    <li className="flex flex-col gap-3 rounded-panel border border-dashed border-line-strong p-4">
      <div className="flex items-center gap-3">
        <LanguageMark language={template.language} size="large" />
        <div className="min-w-0">
          <p className="text-body font-medium">{template.title}</p>
          <p className="text-small text-muted">
            {t('lacks', { programs: template.missing.map(({ program }) => program).join(', ') })}
          </p>
        </div>
      </div>
      <CopyField label={t('operatorRuns')} value={template.missing.map(({ install }) => install).join(' && ')} />
    </li>
  );
}

function GallerySkeleton() {
  return (
    <div aria-busy className={grid}>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-28" />
      ))}
    </div>
  );
}
