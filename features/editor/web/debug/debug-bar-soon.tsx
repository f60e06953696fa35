import { lazy, Suspense, useEffect } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { debugWanted } from './wanted.ts';

const DebugBar = lazy(() => import('./debug-bar.tsx').then((file) => ({ default: file.DebugBar })));

/** The bar of the debugger, whose code comes when something is debugged for the first time. */
export function DebugBarSoon() {
  const { socket } = useWorkspace();
  const wanted = useStore(debugWanted);
  useEffect(() => socket.on('debug.state', ({ state }) => state.session !== null && debugWanted.set(true)), [socket]);
  if (!wanted) return null;
  return (
    <Suspense>
      <DebugBar />
    </Suspense>
  );
}
