import { baseName } from '../parts/paths.ts';

/** How a file can be shown other than as text. */
export type ViewerKind = 'image' | 'svg' | 'pdf' | 'table' | 'markdown' | 'notebook' | 'sqlite' | 'audio' | 'video';

const byEnding: Readonly<Record<string, ViewerKind>> = {
  ...endings('image', 'png jpg jpeg gif webp avif ico bmp'),
  ...endings('svg', 'svg'),
  ...endings('pdf', 'pdf'),
  ...endings('table', 'csv tsv'),
  ...endings('markdown', 'md markdown'),
  ...endings('notebook', 'ipynb'),
  ...endings('sqlite', 'sqlite sqlite3 db db3'),
  ...endings('audio', 'mp3 ogg wav'),
  ...endings('video', 'mp4 webm mov'),
};

function endings(kind: ViewerKind, list: string): Record<string, ViewerKind> {
  return Object.fromEntries(list.split(' ').map((ending) => [ending, kind]));
}

/** By the ending of the name; undefined for what is shown as text, or as bytes when it is none. */
export function viewerOf(path: string): ViewerKind | undefined {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : byEnding[name.slice(dot + 1).toLowerCase()];
}

/** Kinds that are text on disk: they can be edited as well. */
export type TextViewerKind = 'svg' | 'table' | 'markdown' | 'notebook';

const textKinds: ReadonlySet<ViewerKind> = new Set<TextViewerKind>(['svg', 'table', 'markdown', 'notebook']);

export const isTextKind = (kind: ViewerKind): kind is TextViewerKind => textKinds.has(kind);

/** What a panel shows of such a file. */
export type ViewMode = 'text' | 'both' | 'view';

/** Prose and code are opened to be written, data and pictures to be looked at. */
export const firstMode: Readonly<Record<TextViewerKind, ViewMode>> = {
  markdown: 'text',
  svg: 'view',
  table: 'view',
  notebook: 'view',
};
