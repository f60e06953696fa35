import { useState } from 'react';
import { baseName } from '../parts/paths.ts';
import { useWorkspace } from '../workspace/context.ts';
import { ByteFile } from './byte-file.tsx';

/** What sounds and films have in common: the browser plays them and asks for the parts that it needs. */
function usePlayed(path: string) {
  const { client } = useWorkspace();
  const [failed, setFailed] = useState(false);
  const attributes = {
    controls: true,
    src: client.url('files.read', { path }),
    'aria-label': baseName(path),
    onError: () => setFailed(true),
  };
  return { failed, attributes };
}

export function AudioFile({ path }: { path: string }) {
  const { failed, attributes } = usePlayed(path);
  if (failed) return <ByteFile path={path} />;
  return (
    <div className="grid h-full place-items-center bg-sunken p-6">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a file of the project has no captions of its own */}
      <audio {...attributes} className="w-full max-w-lg" />
    </div>
  );
}

export function VideoFile({ path }: { path: string }) {
  const { failed, attributes } = usePlayed(path);
  if (failed) return <ByteFile path={path} />;
  return (
    <div className="grid h-full place-items-center overflow-hidden bg-sunken">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a file of the project has no captions of its own */}
      <video {...attributes} className="max-h-full max-w-full" />
    </div>
  );
}
