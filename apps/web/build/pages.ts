/** A page that is opened by its address often enough to fetch all it needs at once instead of one part after the other. */
export type Page = {
  readonly name: string;
  /** The address, as the source of a regular expression. */
  readonly address: string;
  /** Where its own parts lie; what other rooms load later may share files with the page. */
  readonly room: string;
  /** The ends of the paths of its files: code that is loaded when the page is drawn, not before. */
  readonly files: readonly string[];
  /** More of them where the window is wider than a phone, and where it is not. */
  readonly wideFiles: readonly string[];
  readonly narrowFiles: readonly string[];
  /** Parts of the names of its fonts. */
  readonly fonts: readonly string[];
  /** What it asks the server for before anything else; `$1` is the first group of the address. */
  readonly data: readonly string[];
  /** What it asks as soon as the last of these is answered; `$id` is the id in that answer. */
  readonly next: readonly string[];
  /** How much all of it may weigh together with the entry, in bytes, compressed as the server sends it. */
  readonly limit: number;
};

export const pages: readonly Page[] = [
  {
    name: 'Workspace',
    address: '^/p/([^/]+)/?$',
    room: '/features/editor/',
    files: ['/apps/web/shell/layouts.tsx', '/features/editor/web/screens/workspace.tsx'],
    wideFiles: ['/features/editor/web/layout/dock.tsx'],
    narrowFiles: ['/features/editor/web/layout/phone.tsx'],
    fonts: ['inter-latin-wght-normal-400-600', 'jetbrains-mono-latin-wght-normal-400'],
    data: ['/api/session', '/api/projects/by-slug/$1'],
    next: ['/api/projects/$id/host/run/plan', '/api/projects/$id/host/files/list?path='],
    limit: 520 * 1024,
  },
];
