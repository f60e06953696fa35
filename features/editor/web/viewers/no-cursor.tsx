import { useEffect } from 'react';
import { useWorkspace } from '../workspace/context.ts';

/** While a panel without an editor is in front, the status bar tells of no cursor. */
export function NoCursor({ active }: { active: boolean }) {
  const { layout } = useWorkspace();
  useEffect(() => {
    if (active) layout.editor.set(undefined);
  }, [active, layout]);
  return null;
}
