import {
  Braces,
  Database,
  File,
  FileArchive,
  FileAudio,
  FileCode2,
  FileImage,
  FileLock2,
  FileText,
  FileVideo,
  Folder,
  FolderOpen,
  GitBranch,
  Hash,
  Package,
  Settings2,
  SquareTerminal,
  type LucideIcon,
} from 'lucide-react';
import { baseName } from '../parts/paths.ts';

type Kind = readonly [icon: LucideIcon, color: string];

const code = (role: string): Kind => [FileCode2, `var(--syntax-${role})`];
const quiet = (icon: LucideIcon): Kind => [icon, 'var(--text-faint)'];

/** By ending. The colours are those of the code itself, so a tree has no palette of its own. */
const byEnding: Readonly<Record<string, Kind>> = {
  js: code('attribute'),
  mjs: code('attribute'),
  cjs: code('attribute'),
  jsx: code('type'),
  ts: code('function'),
  tsx: code('function'),
  py: code('string'),
  rs: code('number'),
  go: code('type'),
  java: code('tag'),
  kt: code('keyword'),
  c: code('function'),
  h: code('function'),
  cpp: code('function'),
  rb: code('tag'),
  php: code('keyword'),
  html: code('constant'),
  vue: code('string'),
  svelte: code('constant'),
  css: [Hash, 'var(--syntax-function)'],
  scss: [Hash, 'var(--syntax-tag)'],
  json: [Braces, 'var(--syntax-attribute)'],
  yaml: quiet(Settings2),
  yml: quiet(Settings2),
  toml: quiet(Settings2),
  md: quiet(FileText),
  txt: quiet(FileText),
  sh: [SquareTerminal, 'var(--syntax-string)'],
  bash: [SquareTerminal, 'var(--syntax-string)'],
  sql: [Database, 'var(--syntax-type)'],
  db: quiet(Database),
  sqlite: quiet(Database),
  zip: quiet(FileArchive),
  gz: quiet(FileArchive),
  tar: quiet(FileArchive),
  mp3: quiet(FileAudio),
  wav: quiet(FileAudio),
  mp4: quiet(FileVideo),
  webm: quiet(FileVideo),
  ...Object.fromEntries(
    ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'svg', 'ico', 'bmp'].map((ending) => [
      ending,
      [FileImage, 'var(--syntax-keyword)'] as const,
    ]),
  ),
};

const byName: Readonly<Record<string, Kind>> = {
  'package.json': [Package, 'var(--syntax-string)'],
  'package-lock.json': quiet(FileLock2),
  '.gitignore': quiet(GitBranch),
  '.gitattributes': quiet(GitBranch),
  '.replit': quiet(Settings2),
  Dockerfile: [Package, 'var(--syntax-function)'],
  Makefile: quiet(SquareTerminal),
};

function kindOf(path: string): Kind {
  const name = baseName(path);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return byName[name] ?? byEnding[ending] ?? quiet(File);
}

/** A quiet icon that tells the kind of file. */
export function FileIcon({ path, size = 16 }: { path: string; size?: number }) {
  const [Icon, color] = kindOf(path);
  return <Icon size={size} strokeWidth={1.5} color={color} className="shrink-0" aria-hidden />;
}

export function FolderIcon({ open }: { open: boolean }) {
  const Icon = open ? FolderOpen : Folder;
  return <Icon size={16} strokeWidth={1.5} className="shrink-0 text-muted" aria-hidden />;
}
