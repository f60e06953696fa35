import { lazy, Suspense } from 'react';
import type { FileDocument } from '../documents/document.ts';
import { AudioFile, VideoFile } from './media.tsx';
import type { ViewerKind } from './kinds.ts';
import { Busy } from './states.tsx';

/** `document`: the open text, when the file is one, so that a view follows what is typed. */
export type ViewerProps = { path: string; document?: FileDocument | undefined };

// Each is fetched when a file of its kind is opened.
const viewers = {
  image: lazy(() => import('./image/image-file.tsx').then((file) => ({ default: file.ImageFile }))),
  svg: lazy(() => import('./image/svg-file.tsx').then((file) => ({ default: file.SvgFile }))),
  pdf: lazy(() => import('./pdf/pdf-file.tsx').then((file) => ({ default: file.PdfFile }))),
  table: lazy(() => import('./table/table-file.tsx').then((file) => ({ default: file.TableFile }))),
  markdown: lazy(() => import('./markdown/markdown-file.tsx').then((file) => ({ default: file.MarkdownFile }))),
  notebook: lazy(() => import('./notebook/notebook-file.tsx').then((file) => ({ default: file.NotebookFile }))),
  sqlite: lazy(() => import('./sqlite/sqlite-file.tsx').then((file) => ({ default: file.SqliteFile }))),
  audio: AudioFile,
  video: VideoFile,
};

/** A file shown as what it is. */
export function Viewer({ kind, ...props }: ViewerProps & { kind: ViewerKind }) {
  const Shown = viewers[kind];
  return (
    <Suspense fallback={<Busy />}>
      <Shown {...props} />
    </Suspense>
  );
}
