import { ContextMenu, formatDateTime, formatRelative, IconButton, Link, Menu } from '@e-code/kernel/web';
import { Ellipsis } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { ProjectActions } from '../actions/use-project-actions.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { LanguageMark } from './language-mark.tsx';
import { projectEntries } from './project-menu.tsx';
import type { ProjectQuestion } from './project-menu.tsx';
import { visibilities } from './visibility.tsx';

type ProjectRowProps = {
  project: ListedProject;
  actions: ProjectActions;
  onAsk: (project: ListedProject, question: ProjectQuestion) => void;
};

const roleWords = { owner: undefined, editor: t('roleEditor'), runner: t('roleRunner'), viewer: t('roleViewer') };

/** One project: the whole row leads to it, the menu lies above. Rows out of view cost no layout. */
export function ProjectRow({ project, actions, onAsk }: ProjectRowProps) {
  const entries = projectEntries(project, actions, (question) => onAsk(project, question));
  const keys = (event: KeyboardEvent) => {
    if (project.role !== 'owner') return;
    if (event.key === 'F2') onAsk(project, 'edit');
    if (event.key === 'Delete') void actions.trash(project);
  };
  return (
    <ContextMenu entries={entries}>
      <li className="relative flex h-14 items-center gap-3 px-3 transition-colors duration-(--duration-press) [contain-intrinsic-size:auto_56px] [content-visibility:auto] hover:bg-hover">
        <LanguageMark language={project.language} />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-center gap-2">
            <Link
              to={`/p/${project.slug}`}
              onKeyDown={keys}
              data-project-row
              title={project.name}
              className="truncate text-body font-medium text-text outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
            >
              {project.name}
            </Link>
            <Visibility visibility={project.visibility} />
          </div>
          <p className="truncate text-small text-muted">
            {/* First where the line is short: a description would push it out. */}
            <span className="sm:hidden">{formatRelative(project.activeAt)} · </span>
            {describe(project)}
          </p>
        </div>
        <span className="hidden shrink-0 text-small text-muted sm:block" title={formatDateTime(project.activeAt)}>
          {formatRelative(project.activeAt)}
        </span>
        <Menu
          align="end"
          entries={entries}
          trigger={
            <IconButton
              className="relative pointer-coarse:size-10"
              label={t('options', { name: project.name })}
              icon={<Ellipsis size={16} strokeWidth={1.5} />}
            />
          }
        />
      </li>
    </ContextMenu>
  );
}

/** Private is what is expected; only what others see is worth a sign. */
function Visibility({ visibility }: { visibility: ListedProject['visibility'] }) {
  if (visibility === 'private') return null;
  const { label, icon } = visibilities[visibility];
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-small text-muted">
      {icon}
      {label}
    </span>
  );
}

function describe({ language, owner, role, description }: ListedProject): string {
  const words = roleWords[role];
  const shared = words === undefined ? [] : [t('ownedBy', { name: owner.name }), words];
  return [language, ...shared, description].filter((part) => part !== '').join(' · ');
}
