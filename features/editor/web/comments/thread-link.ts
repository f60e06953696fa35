import { useSearchParam } from '@e-code/kernel/web';
import { useEffect, useRef } from 'react';
import { useWorkspace } from '../workspace/context.ts';

/** Shows the thread that the address names, such as one of a mail, with its place in the file. Taken once, when the panels are there. */
export function useThreadLink(ready: boolean): void {
  const workspace = useWorkspace();
  const [wanted, setWanted] = useSearchParam('thread');
  const taken = useRef<string>(undefined);
  useEffect(() => {
    if (!ready || wanted === undefined || wanted === taken.current) return;
    taken.current = wanted;
    setWanted(undefined);
    void import('./begin-thread.ts').then(({ showThread }) => showThread(workspace, wanted));
  }, [ready, wanted, setWanted, workspace]);
}
