import { buttonClass, Link } from '@e-code/kernel/web';
import { Plus } from 'lucide-react';
import { ListControls } from '../parts/list-controls.tsx';
import { useRowKeys } from '../parts/list-keys.ts';
import { useListView } from '../parts/list-view.ts';
import { ProjectList } from '../parts/project-list.tsx';
import { useProjectPages } from '../parts/use-project-pages.ts';
import { t } from '../texts/texts.ts';
import { FirstProject } from './first-project.tsx';

/** Everything that a person may work on; whoever has nothing yet chooses a start. */
export function Home() {
  const view = useListView();
  const container = useRowKeys();
  const { search, filter, order, whole } = view;
  const pages = useProjectPages({ search: search.slice(0, 80), filter, order });
  if (pages.isSuccess && !pages.isPlaceholderData && whole && pages.projects.length === 0) return <FirstProject />;
  return (
    <div ref={container} className="mx-auto flex max-w-4xl flex-col gap-4 px-4 py-8">
      <div className="flex items-center justify-between gap-4">
        <h1 className="text-heading font-semibold">{t('home')}</h1>
        <Link to="/new" className={buttonClass({ variant: 'primary' })}>
          <Plus size={16} strokeWidth={1.5} aria-hidden /> {t('newProject')}
        </Link>
      </div>
      <ListControls view={view} />
      <ProjectList view={view} pages={pages} />
    </div>
  );
}
