import { useState } from 'react';
import { baseName } from '../../parts/paths.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { ByteFile } from '../byte-file.tsx';
import { useEntry, useFileVersion } from '../use-file.ts';
import { Picture } from './picture.tsx';

/** A picture of the project, fetched by the browser and again when it changes. */
export function ImageFile({ path }: { path: string }) {
  const { client } = useWorkspace();
  const version = useFileVersion(path);
  const { data: entry } = useEntry(path);
  const [failed, setFailed] = useState<number>();
  // The version makes another address, so that the browser asks again.
  const source = `${client.url('files.read', { path })}&version=${version}`;
  if (failed === version) return <ByteFile path={path} />;
  return <Picture source={source} name={baseName(path)} bytes={entry?.size} onError={() => setFailed(version)} />;
}
