import { Banner, Button, EmptyState, IconButton } from '@e-code/kernel/web';
import { Bug, SquareTerminal } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { BreakpointList } from './breakpoint-list.tsx';
import { CallStack } from './call-stack.tsx';
import { debuggerOf, type Debugger } from './debugger.ts';
import { t } from './texts.ts';
import { Variables } from './variables.tsx';
import { Watches } from './watches.tsx';

/** What the program that is debugged looks like from inside, and where it is to stop. */
export function DebugPanel() {
  const workspace = useWorkspace();
  const owner = debuggerOf(workspace);
  const { session } = useStore(owner.state);
  const active = session !== null && session.status !== 'ended';
  return (
    <section aria-label={t('panel')} className="flex h-full min-w-0 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 pr-2 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium">{t('panel')}</h2>
        <IconButton
          label={t('console')}
          icon={<SquareTerminal size={16} strokeWidth={1.5} />}
          onClick={() => workspace.layout.showDebugConsole()}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        {!active && <Begin owner={owner} />}
        {active && (
          <>
            <Variables owner={owner} />
            <Watches owner={owner} />
            <CallStack owner={owner} />
          </>
        )}
        <BreakpointList owner={owner} />
      </div>
    </section>
  );
}

function Begin({ owner }: { owner: Debugger }) {
  const { rights, layout } = useWorkspace();
  const { session } = useStore(owner.state);
  const file = useStore(layout.activeFile);
  return (
    <>
      {session !== null && session.summary !== null && (
        <div className="px-3 pb-2">
          <Banner tone={session.failed ? 'danger' : 'info'} title={t('ended')}>
            {session.summary}
          </Banner>
        </div>
      )}
      <EmptyState
        className="py-4"
        icon={<Bug size={20} strokeWidth={1.5} />}
        title={t('noSessionTitle')}
        action={
          rights.run && (
            <>
              <Button variant="primary" size="small" onClick={() => void owner.start()}>
                {t('debugProject')}
              </Button>
              {file !== undefined && (
                <Button size="small" onClick={() => void owner.start(file)}>
                  {t('debugFile')}
                </Button>
              )}
            </>
          )
        }
      >
        {rights.run ? t('noSession') : t('mayNot')}
      </EmptyState>
    </>
  );
}
