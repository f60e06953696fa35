import { AlertDialog, Button, ErrorState, IconButton, Menu, Skeleton } from '@e-code/kernel/web';
import type { Branch, GitState, RouteAnswer } from '@e-code/host/contract';
import { Check, Ellipsis, GitBranch, Plus, Tag, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../workspace/context.ts';
import { branchEntries, deleteTag, deleteUnmerged, type BranchDialog } from './branch-actions.ts';
import { NameDialog } from './name-dialog.tsx';
import { RemotesSoon } from './remotes/remotes-soon.tsx';
import { TagDialog } from './tag-dialog.tsx';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { useHost } from './use-host.ts';

const icon = { size: 14, strokeWidth: 1.5 };

type BranchesProps = { repository: Repository; git: Extract<GitState, { repository: true }> };

/** Branches of here and of remotes, tags and remotes. */
export function Branches({ repository, git }: BranchesProps) {
  const asked = useHost(repository, 'git.branches', {});
  const [dialog, setDialog] = useState<BranchDialog>();
  if (asked.kind === 'loading') return <Skeleton className="m-3 h-24" />;
  if (asked.kind === 'problem') return <ErrorState title={t('cannotLoad')}>{asked.problem.message}</ErrorState>;
  const { branches, tags } = asked.answer;
  const rows = (remote: boolean): ReactNode[] =>
    branches
      .filter((branch) => branch.remote === remote)
      .map((branch) => (
        <BranchRow key={branch.name} repository={repository} branch={branch} git={git} open={setDialog} />
      ));
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-3">
      <Group title={t('branches')}>{rows(false)}</Group>
      {branches.length === 0 && <p className="px-3 text-small text-muted">{t('noBranches')}</p>}
      {branches.some(({ remote }) => remote) && <Group title={t('remoteBranches')}>{rows(true)}</Group>}
      <Tags repository={repository} tags={tags} />
      <Remotes repository={repository} />
      {dialog?.kind === 'delete' && (
        <AlertDialog
          open
          onOpenChange={(open) => !open && setDialog(undefined)}
          title={t('deleteBranch', { name: dialog.branch.name })}
          confirmLabel={t('delete')}
          onConfirm={() => deleteUnmerged(repository, dialog.branch)}
        >
          {t('deleteBranchLoses', { count: dialog.only })}
        </AlertDialog>
      )}
      {dialog && dialog.kind !== 'delete' && (
        <BranchNameDialog repository={repository} dialog={dialog} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
}

function Group({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="flex h-7 items-center pr-1.5 pl-3 text-small font-medium text-muted">
        <h2 className="flex-1">{title}</h2>
        {action}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

const rowClass = 'group/row flex h-7 items-center gap-1.5 pr-1.5 pl-3 hover:bg-hover';

type BranchRowProps = {
  repository: Repository;
  branch: Branch;
  git: BranchesProps['git'];
  open: (dialog: BranchDialog) => void;
};

function BranchRow({ repository, branch, git, open }: BranchRowProps) {
  const { rights } = useWorkspace();
  const Icon = branch.current ? Check : GitBranch;
  return (
    <li className={rowClass}>
      <button
        type="button"
        aria-current={branch.current ? 'true' : undefined}
        title={branch.subject}
        onClick={() => repository.show({ kind: 'commit', commit: branch.commit })}
        className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-left outline-offset-[-2px]"
      >
        <Icon {...icon} className="shrink-0 text-muted" aria-hidden />
        <span className="truncate">{branch.name}</span>
      </button>
      {rights.git && (
        <Menu
          align="end"
          trigger={<IconButton size="small" label={`${t('more')}: ${branch.name}`} icon={<Ellipsis {...icon} />} />}
          entries={branchEntries(repository, branch, {
            current: git.branch,
            interrupted: git.operation !== null,
            open,
          })}
        />
      )}
    </li>
  );
}

type DialogProps = {
  repository: Repository;
  dialog: Exclude<BranchDialog, { kind: 'delete' }>;
  onClose: () => void;
};

function BranchNameDialog({ repository, dialog: { kind, branch }, onClose }: DialogProps) {
  const { client } = repository;
  const rename = kind === 'rename';
  const work = (name: string) =>
    rename
      ? client.ask('git.renameBranch', { from: branch.name, to: name })
      : client.ask('git.createBranch', { name, from: branch.commit });
  return (
    <NameDialog
      title={rename ? t('renameBranch', { name: branch.name }) : t('createBranch')}
      label={t('branchName')}
      submit={rename ? t('rename') : t('create')}
      {...(rename && { initial: branch.name })}
      onName={(name) => repository.attempt(() => work(name))}
      onClose={onClose}
    />
  );
}

function Tags({ repository, tags }: { repository: Repository; tags: RouteAnswer<'git.branches'>['tags'] }) {
  const { rights } = useWorkspace();
  const [naming, setNaming] = useState(false);
  const add = (
    <Button size="small" variant="ghost" icon={<Plus {...icon} />} onClick={() => setNaming(true)}>
      {t('createTag')}
    </Button>
  );
  return (
    <Group title={t('tags')} action={rights.git && add}>
      {tags.length === 0 && <li className="px-3 text-small text-muted">{t('noTags')}</li>}
      {tags.map(({ name, commit, message }) => (
        <li key={name} className={rowClass}>
          <button
            type="button"
            title={message}
            onClick={() => repository.show({ kind: 'commit', commit })}
            className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-left outline-offset-[-2px]"
          >
            <Tag {...icon} className="shrink-0 text-muted" aria-hidden />
            <span className="max-w-full shrink-0 truncate">{name}</span>
            <span className="min-w-0 truncate text-small text-muted">{message}</span>
          </button>
          {rights.git && (
            <IconButton
              size="small"
              label={`${t('delete')}: ${name}`}
              icon={<Trash2 {...icon} />}
              onClick={() => void deleteTag(repository, name)}
            />
          )}
        </li>
      ))}
      {naming && <TagDialog repository={repository} at="HEAD" onClose={() => setNaming(false)} />}
    </Group>
  );
}

function Remotes({ repository }: { repository: Repository }) {
  const { rights } = useWorkspace();
  const asked = useHost(repository, 'git.remotes', {});
  const [open, setOpen] = useState(false);
  const remotes = asked.kind === 'ready' ? asked.answer.remotes : [];
  const manage = (
    <Button size="small" variant="ghost" onClick={() => setOpen(true)}>
      {t('remotesOpen')}
    </Button>
  );
  return (
    <Group title={t('remotes')} action={rights.git && manage}>
      {remotes.length === 0 && <li className="px-3 text-small text-muted">{t('noRemotes')}</li>}
      {remotes.map(({ name, url }) => (
        <li key={name} className={rowClass}>
          <span className="shrink-0">{name}</span>
          <span className="min-w-0 flex-1 truncate text-small text-muted" title={url}>
            {url}
          </span>
        </li>
      ))}
      {open && <RemotesSoon repository={repository} onClose={() => setOpen(false)} />}
    </Group>
  );
}
