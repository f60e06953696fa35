import { IconButton, Menu } from '@e-code/kernel/web';
import { Bug, ChevronDown, FileCode2 } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

const icon = { size: 14, strokeWidth: 1.5 };

/** Beside Run: other ways to run. */
export function RunMenu({ compact }: { compact: boolean }) {
  const workspace = useWorkspace();
  const { rights, layout } = workspace;
  const file = useStore(layout.activeFile);
  if (!rights.run) return null;
  const debug = async (path?: string): Promise<void> => {
    const { debuggerOf } = await import('../debug/debugger.ts');
    await debuggerOf(workspace).start(path);
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('runMenu')} icon={<ChevronDown {...icon} />} className={compact ? 'size-9' : 'w-5'} />
      }
      entries={[
        { label: t('debugStart'), icon: <Bug {...icon} />, shortcut: 'f5', onSelect: () => void debug() },
        ...(file === undefined
          ? []
          : [{ label: t('debugFile'), icon: <FileCode2 {...icon} />, onSelect: () => void debug(file) }]),
      ]}
    />
  );
}
