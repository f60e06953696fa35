import { CopyField, Dialog, useNavigation } from '@e-code/kernel/web';
import { cloneAddress, sshAddress } from '@e-code/git/contract';
import { useQuery } from '@tanstack/react-query';
import type { Visibility } from '../../contract/index.ts';
import { GuestLinks } from '../guests/guest-links.tsx';
import { gitQueries, queries, type ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { MembersDialog, type SharedProject } from './members-dialog.tsx';
import { openedProject } from './opened-project.ts';

type OpenedProject = SharedProject & Pick<ListedProject, 'slug' | 'visibility'>;

const whoOpens: Record<Visibility, string> = {
  private: t('linkOfPrivate'),
  unlisted: t('linkOfUnlisted'),
  public: t('linkOfPublic'),
};

/** Who works in the project that is open, and its address to hand on. */
export function ShareLayer({ onClose }: { onClose: () => void }) {
  const { path } = useNavigation();
  const slug = openedProject(path) ?? '';
  const { data: project } = useQuery(queries.get.queryOptions({ input: { slug } }));
  if (!project) return null;
  if (project.guest)
    return <Dialog open onOpenChange={onClose} title={t('share')} description={t('guestsDoNotShare')} />;
  return <ShareDialog project={project} onClose={onClose} />;
}

function ShareDialog({ project, onClose }: { project: OpenedProject; onClose: () => void }) {
  const { data: git } = useQuery(gitQueries.listSshKeys.queryOptions({ input: {} }));
  return (
    <MembersDialog project={project} onClose={onClose}>
      {project.role === 'owner' && <GuestLinks projectId={project.id} />}
      <CopyField label={t('link')} hint={whoOpens[project.visibility]} value={`${location.origin}/p/${project.slug}`} />
      <CopyField
        label={t('gitAddress')}
        hint={t(project.visibility === 'private' ? 'gitAddressOfPrivate' : 'gitAddressOfOpen')}
        value={`git clone ${cloneAddress(location.origin, project.slug)}`}
      />
      {git?.server && (
        <CopyField
          label={t('sshAddress')}
          hint={t('sshAddressHint')}
          value={`git clone ${sshAddress(git.server, project.slug)}`}
        />
      )}
    </MembersDialog>
  );
}
