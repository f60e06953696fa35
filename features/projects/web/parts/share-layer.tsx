import { CopyField, useNavigation } from '@e-code/kernel/web';
import { cloneAddress, sshAddress } from '@e-code/git/contract';
import { useQuery } from '@tanstack/react-query';
import type { Visibility } from '../../contract/index.ts';
import { gitQueries, queries } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { MembersDialog } from './members-dialog.tsx';
import { openedProject } from './opened-project.ts';

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
  const { data: git } = useQuery(gitQueries.listSshKeys.queryOptions({ input: {} }));
  if (!project) return null;
  return (
    <MembersDialog project={project} onClose={onClose}>
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
