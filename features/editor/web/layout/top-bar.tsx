import { Badge, Button, IconButton, runCommand, TopBarSlot } from '@e-code/kernel/web';
import { UserPlus } from 'lucide-react';
import { People } from '../presence/people.tsx';
import { RunButton } from '../run/run-button.tsx';
import { RunMenu } from '../run/run-menu.tsx';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** What the workspace puts into the bar of the application: which project this is, and Run. */
export function WorkspaceTopBar({ compact }: { compact: boolean }) {
  const { project, rights } = useWorkspace();
  return (
    <>
      <TopBarSlot place="start">
        <h1 className="min-w-0 truncate text-ui font-medium" title={project.name}>
          {project.name}
        </h1>
        {!rights.write && <Badge>{t('readOnly')}</Badge>}
      </TopBarSlot>
      <TopBarSlot place={compact ? 'end' : 'center'}>
        <RunButton compact={compact} />
        <RunMenu compact={compact} />
      </TopBarSlot>
      <TopBarSlot place="end">
        <People compact={compact} />
        {rights.share && <ShareButton compact={compact} />}
      </TopBarSlot>
    </>
  );
}

/** Who works here is the business of projects; its dialog is a command of theirs. */
function ShareButton({ compact }: { compact: boolean }) {
  const share = () => void runCommand('projects.share');
  const icon = <UserPlus size={16} strokeWidth={1.5} />;
  if (compact) return <IconButton label={t('share')} icon={icon} onClick={share} className="size-9" />;
  return (
    <Button size="small" variant="ghost" icon={icon} onClick={share}>
      {t('share')}
    </Button>
  );
}
