import { lazy, Suspense } from 'react';
import { Busy } from './states.tsx';

const HexFile = lazy(() => import('./hex/hex-file.tsx').then((file) => ({ default: file.HexFile })));

/** A file that nothing else can show: its bytes. */
export function ByteFile({ path }: { path: string }) {
  return (
    <Suspense fallback={<Busy />}>
      <HexFile path={path} />
    </Suspense>
  );
}
