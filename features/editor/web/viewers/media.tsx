import { useState } from 'react';
import { baseName } from '../parts/paths.ts';
import { useWorkspace } from '../workspace/context.ts';
import { ByteFile } from './byte-file.tsx';

/** Played by the browser itself, which asks for the parts that it needs. */
export function AudioFile({ path }: { path: string }) {
  const { client } = useWorkspace();
  const [failed, setFailed] = useState(false);
  if (failed) return <ByteFile path={path} />;
  return (
    <div className="grid h-full place-items-center bg-sunken p-6">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a file of the project has no captions of its own */}
      <audio
        controls
        src={client.url('files.read', { path })}
        aria-label={baseName(path)}
        onError={() => setFailed(true)}
        className="w-full max-w-lg"
      />
    </div>
  );
}

export function VideoFile({ path }: { path: string }) {
  const { client } = useWorkspace();
  const [failed, setFailed] = useState(false);
  if (failed) return <ByteFile path={path} />;
  return (
    <div className="grid h-full place-items-center overflow-hidden bg-sunken">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a file of the project has no captions of its own */}
      <video
        controls
        src={client.url('files.read', { path })}
        aria-label={baseName(path)}
        onError={() => setFailed(true)}
        className="max-h-full max-w-full"
      />
    </div>
  );
}
