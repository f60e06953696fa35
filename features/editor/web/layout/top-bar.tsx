import { Badge, TopBarSlot } from '@e-code/kernel/web';
import { RunButton } from '../run/run-button.tsx';
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
      </TopBarSlot>
    </>
  );
}
