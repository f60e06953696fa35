import type { Capability } from './access.ts';

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly capability: Capability;
  /** `json`: the body is JSON of the route's input schema; `bytes`: streamed as is; `none`: input is the query. */
  readonly body: 'none' | 'json' | 'bytes';
  /** `bytes` and `lines` (newline-delimited JSON) answers are streamed. */
  readonly answer: 'json' | 'bytes' | 'lines';
}

/**
 * Every HTTP route of the host and the capability it needs. The host's router is this table, so a route without
 * a capability cannot exist; the gateway authorises with the same table. No zod here: it loads at start.
 */
export const routes = {
  health: { method: 'GET', path: '/health', capability: 'read', body: 'none', answer: 'json' },
  'environment.set': { method: 'PUT', path: '/environment', capability: 'platform', body: 'json', answer: 'json' },
  'files.list': { method: 'GET', path: '/files/list', capability: 'read', body: 'none', answer: 'json' },
  'files.all': { method: 'GET', path: '/files/all', capability: 'read', body: 'none', answer: 'json' },
  'files.stat': { method: 'GET', path: '/files/stat', capability: 'read', body: 'none', answer: 'json' },
  'files.read': { method: 'GET', path: '/files/content', capability: 'read', body: 'none', answer: 'bytes' },
  'files.write': { method: 'PUT', path: '/files/content', capability: 'write', body: 'bytes', answer: 'json' },
  'files.createDirectory': {
    method: 'POST',
    path: '/files/directory',
    capability: 'write',
    body: 'json',
    answer: 'json',
  },
  'files.move': { method: 'POST', path: '/files/move', capability: 'write', body: 'json', answer: 'json' },
  'files.copy': { method: 'POST', path: '/files/copy', capability: 'write', body: 'json', answer: 'json' },
  'files.remove': { method: 'POST', path: '/files/remove', capability: 'write', body: 'json', answer: 'json' },
  'files.restore': { method: 'POST', path: '/files/restore', capability: 'write', body: 'json', answer: 'json' },
  'files.upload': { method: 'POST', path: '/files/upload', capability: 'write', body: 'bytes', answer: 'json' },
  'files.uploadState': { method: 'GET', path: '/files/upload', capability: 'write', body: 'none', answer: 'json' },
  'files.uploads': { method: 'GET', path: '/files/uploads', capability: 'write', body: 'none', answer: 'json' },
  'files.dropUpload': {
    method: 'POST',
    path: '/files/uploads/drop',
    capability: 'write',
    body: 'json',
    answer: 'json',
  },
  'files.trash': { method: 'GET', path: '/files/trash', capability: 'write', body: 'none', answer: 'json' },
  'files.emptyTrash': { method: 'POST', path: '/files/trash/empty', capability: 'write', body: 'json', answer: 'json' },
  'files.archive': { method: 'GET', path: '/files/archive', capability: 'read', body: 'none', answer: 'bytes' },
  'files.unpack': { method: 'POST', path: '/files/unpack', capability: 'write', body: 'bytes', answer: 'json' },
  'pager.rows': { method: 'GET', path: '/pager/rows', capability: 'read', body: 'none', answer: 'json' },
  'pager.find': { method: 'GET', path: '/pager/find', capability: 'read', body: 'none', answer: 'json' },
  'sqlite.tables': { method: 'GET', path: '/sqlite/tables', capability: 'read', body: 'none', answer: 'json' },
  'sqlite.rows': { method: 'GET', path: '/sqlite/rows', capability: 'read', body: 'none', answer: 'json' },
  'git.clone': { method: 'POST', path: '/git/clone', capability: 'write', body: 'json', answer: 'json' },
  'git.state': { method: 'GET', path: '/git/state', capability: 'read', body: 'none', answer: 'json' },
  'git.init': { method: 'POST', path: '/git/init', capability: 'write', body: 'json', answer: 'json' },
  'git.diff': { method: 'GET', path: '/git/diff', capability: 'read', body: 'none', answer: 'json' },
  'git.stage': { method: 'POST', path: '/git/stage', capability: 'write', body: 'json', answer: 'json' },
  'git.unstage': { method: 'POST', path: '/git/unstage', capability: 'write', body: 'json', answer: 'json' },
  'git.discard': { method: 'POST', path: '/git/discard', capability: 'write', body: 'json', answer: 'json' },
  'git.undoDiscard': { method: 'POST', path: '/git/undo-discard', capability: 'write', body: 'json', answer: 'json' },
  'git.applyLines': { method: 'POST', path: '/git/apply-lines', capability: 'write', body: 'json', answer: 'json' },
  'git.commit': { method: 'POST', path: '/git/commit', capability: 'write', body: 'json', answer: 'json' },
  'git.lastMessage': { method: 'GET', path: '/git/last-message', capability: 'read', body: 'none', answer: 'json' },
  'git.lastStep': { method: 'GET', path: '/git/last-step', capability: 'read', body: 'none', answer: 'json' },
  'git.undo': { method: 'POST', path: '/git/undo', capability: 'write', body: 'json', answer: 'json' },
  'git.removeLock': { method: 'POST', path: '/git/remove-lock', capability: 'write', body: 'json', answer: 'json' },
  'git.branches': { method: 'GET', path: '/git/branches', capability: 'read', body: 'none', answer: 'json' },
  'git.createBranch': { method: 'POST', path: '/git/create-branch', capability: 'write', body: 'json', answer: 'json' },
  'git.switch': { method: 'POST', path: '/git/switch', capability: 'write', body: 'json', answer: 'json' },
  'git.renameBranch': { method: 'POST', path: '/git/rename-branch', capability: 'write', body: 'json', answer: 'json' },
  'git.deleteBranch': { method: 'POST', path: '/git/delete-branch', capability: 'write', body: 'json', answer: 'json' },
  'git.createTag': { method: 'POST', path: '/git/create-tag', capability: 'write', body: 'json', answer: 'json' },
  'git.deleteTag': { method: 'POST', path: '/git/delete-tag', capability: 'write', body: 'json', answer: 'json' },
  'git.log': { method: 'GET', path: '/git/log', capability: 'read', body: 'none', answer: 'json' },
  'git.show': { method: 'GET', path: '/git/show', capability: 'read', body: 'none', answer: 'json' },
  'git.text': { method: 'GET', path: '/git/text', capability: 'read', body: 'none', answer: 'json' },
  'git.blame': { method: 'GET', path: '/git/blame', capability: 'read', body: 'none', answer: 'json' },
  'git.stash': { method: 'POST', path: '/git/stash', capability: 'write', body: 'json', answer: 'json' },
  'git.stashes': { method: 'GET', path: '/git/stashes', capability: 'read', body: 'none', answer: 'json' },
  'git.applyStash': { method: 'POST', path: '/git/apply-stash', capability: 'write', body: 'json', answer: 'json' },
  'git.dropStash': { method: 'POST', path: '/git/drop-stash', capability: 'write', body: 'json', answer: 'json' },
  'git.storeStash': { method: 'POST', path: '/git/store-stash', capability: 'write', body: 'json', answer: 'json' },
  'git.merge': { method: 'POST', path: '/git/merge', capability: 'write', body: 'json', answer: 'json' },
  'git.rebase': { method: 'POST', path: '/git/rebase', capability: 'write', body: 'json', answer: 'json' },
  'git.cherryPick': { method: 'POST', path: '/git/cherry-pick', capability: 'write', body: 'json', answer: 'json' },
  'git.revert': { method: 'POST', path: '/git/revert', capability: 'write', body: 'json', answer: 'json' },
  'git.proceed': { method: 'POST', path: '/git/proceed', capability: 'write', body: 'json', answer: 'json' },
  'git.conflict': { method: 'GET', path: '/git/conflict', capability: 'read', body: 'none', answer: 'json' },
  'git.resolve': { method: 'POST', path: '/git/resolve', capability: 'write', body: 'json', answer: 'json' },
  'git.remotes': { method: 'GET', path: '/git/remotes', capability: 'read', body: 'none', answer: 'json' },
  'git.setRemote': { method: 'POST', path: '/git/set-remote', capability: 'write', body: 'json', answer: 'json' },
  'git.removeRemote': { method: 'POST', path: '/git/remove-remote', capability: 'write', body: 'json', answer: 'json' },
  'git.tryRemote': { method: 'POST', path: '/git/try-remote', capability: 'write', body: 'json', answer: 'json' },
  'git.fetch': { method: 'POST', path: '/git/fetch', capability: 'write', body: 'json', answer: 'json' },
  'git.pull': { method: 'POST', path: '/git/pull', capability: 'write', body: 'json', answer: 'json' },
  'git.push': { method: 'POST', path: '/git/push', capability: 'write', body: 'json', answer: 'json' },
  'repository.fetchRefs': {
    method: 'GET',
    path: '/repository/fetch/refs',
    capability: 'read',
    body: 'none',
    answer: 'bytes',
  },
  'repository.fetch': { method: 'POST', path: '/repository/fetch', capability: 'read', body: 'bytes', answer: 'bytes' },
  'repository.pushRefs': {
    method: 'GET',
    path: '/repository/push/refs',
    capability: 'write',
    body: 'none',
    answer: 'bytes',
  },
  'repository.push': { method: 'POST', path: '/repository/push', capability: 'write', body: 'bytes', answer: 'bytes' },
  'repository.fetchSession': {
    method: 'POST',
    path: '/repository/fetch/session',
    capability: 'read',
    body: 'bytes',
    answer: 'bytes',
  },
  'repository.pushSession': {
    method: 'POST',
    path: '/repository/push/session',
    capability: 'write',
    body: 'bytes',
    answer: 'bytes',
  },
  'lfs.find': { method: 'POST', path: '/lfs/find', capability: 'read', body: 'json', answer: 'json' },
  'lfs.download': { method: 'GET', path: '/lfs/object', capability: 'read', body: 'none', answer: 'bytes' },
  'lfs.upload': { method: 'PUT', path: '/lfs/object', capability: 'write', body: 'bytes', answer: 'json' },
  search: { method: 'POST', path: '/search', capability: 'read', body: 'json', answer: 'lines' },
  'search.replace': { method: 'POST', path: '/search/replace', capability: 'write', body: 'json', answer: 'json' },
  'search.undo': { method: 'POST', path: '/search/undo', capability: 'write', body: 'json', answer: 'json' },
  'run.plan': { method: 'GET', path: '/run/plan', capability: 'read', body: 'none', answer: 'json' },
  'run.state': { method: 'GET', path: '/run', capability: 'read', body: 'none', answer: 'json' },
  'run.log': { method: 'GET', path: '/run/log', capability: 'read', body: 'none', answer: 'json' },
  'run.start': { method: 'POST', path: '/run/start', capability: 'run', body: 'json', answer: 'json' },
  'run.stop': { method: 'POST', path: '/run/stop', capability: 'run', body: 'json', answer: 'json' },
  'documents.open': { method: 'POST', path: '/documents/open', capability: 'read', body: 'json', answer: 'json' },
  'documents.flush': { method: 'POST', path: '/documents/flush', capability: 'write', body: 'json', answer: 'json' },
  'documents.list': { method: 'GET', path: '/documents', capability: 'read', body: 'none', answer: 'json' },
  'documents.collision': {
    method: 'GET',
    path: '/documents/collision',
    capability: 'read',
    body: 'none',
    answer: 'json',
  },
  'documents.resolve': {
    method: 'POST',
    path: '/documents/resolve',
    capability: 'write',
    body: 'json',
    answer: 'json',
  },
  'documents.restore': {
    method: 'POST',
    path: '/documents/restore',
    capability: 'write',
    body: 'json',
    answer: 'json',
  },
  'history.timeline': { method: 'GET', path: '/history', capability: 'read', body: 'none', answer: 'json' },
  'history.text': { method: 'GET', path: '/history/text', capability: 'read', body: 'none', answer: 'json' },
  'history.part': { method: 'GET', path: '/history/part', capability: 'read', body: 'none', answer: 'json' },
  'history.diff': { method: 'GET', path: '/history/diff', capability: 'read', body: 'none', answer: 'json' },
  'history.restore': { method: 'POST', path: '/history/restore', capability: 'write', body: 'json', answer: 'json' },
  'history.deleted': { method: 'GET', path: '/history/deleted', capability: 'read', body: 'none', answer: 'json' },
  'history.usage': { method: 'GET', path: '/history/usage', capability: 'read', body: 'none', answer: 'json' },
  'history.keep': { method: 'POST', path: '/history/keep', capability: 'write', body: 'json', answer: 'json' },
  'languages.open': { method: 'POST', path: '/languages/open', capability: 'read', body: 'json', answer: 'json' },
  'languages.problems': {
    method: 'GET',
    path: '/languages/problems',
    capability: 'read',
    body: 'none',
    answer: 'json',
  },
  'languages.symbols': {
    method: 'POST',
    path: '/languages/symbols',
    capability: 'read',
    body: 'json',
    answer: 'json',
  },
  'languages.hints': { method: 'POST', path: '/languages/hints', capability: 'read', body: 'json', answer: 'json' },
  'languages.tokens': { method: 'POST', path: '/languages/tokens', capability: 'read', body: 'json', answer: 'json' },
  'languages.find': { method: 'GET', path: '/languages/find', capability: 'read', body: 'none', answer: 'json' },
  'languages.complete': {
    method: 'POST',
    path: '/languages/complete',
    capability: 'read',
    body: 'json',
    answer: 'json',
  },
  'languages.completion': {
    method: 'POST',
    path: '/languages/completion',
    capability: 'read',
    body: 'json',
    answer: 'json',
  },
  'languages.hover': { method: 'POST', path: '/languages/hover', capability: 'read', body: 'json', answer: 'json' },
  'languages.signature': {
    method: 'POST',
    path: '/languages/signature',
    capability: 'read',
    body: 'json',
    answer: 'json',
  },
  'languages.definition': {
    method: 'POST',
    path: '/languages/definition',
    capability: 'read',
    body: 'json',
    answer: 'json',
  },
  'languages.references': {
    method: 'POST',
    path: '/languages/references',
    capability: 'read',
    body: 'json',
    answer: 'json',
  },
  'languages.rename': { method: 'POST', path: '/languages/rename', capability: 'write', body: 'json', answer: 'json' },
  'languages.format': { method: 'POST', path: '/languages/format', capability: 'write', body: 'json', answer: 'json' },
  'languages.actions': {
    method: 'POST',
    path: '/languages/actions',
    capability: 'write',
    body: 'json',
    answer: 'json',
  },
  'languages.act': { method: 'POST', path: '/languages/act', capability: 'write', body: 'json', answer: 'json' },
  'languages.restart': {
    method: 'POST',
    path: '/languages/restart',
    capability: 'write',
    body: 'json',
    answer: 'json',
  },
  'quotations.find': { method: 'POST', path: '/quotations/find', capability: 'read', body: 'json', answer: 'json' },
  'debug.state': { method: 'GET', path: '/debug/state', capability: 'read', body: 'none', answer: 'json' },
  'debug.console': { method: 'GET', path: '/debug/console', capability: 'read', body: 'none', answer: 'json' },
  'debug.start': { method: 'POST', path: '/debug/start', capability: 'run', body: 'json', answer: 'json' },
  'debug.stop': { method: 'POST', path: '/debug/stop', capability: 'run', body: 'json', answer: 'json' },
  'debug.restart': { method: 'POST', path: '/debug/restart', capability: 'run', body: 'json', answer: 'json' },
  'debug.move': { method: 'POST', path: '/debug/move', capability: 'run', body: 'json', answer: 'json' },
  'debug.setBreakpoints': {
    method: 'POST',
    path: '/debug/set-breakpoints',
    capability: 'run',
    body: 'json',
    answer: 'json',
  },
  'debug.setExceptions': {
    method: 'POST',
    path: '/debug/set-exceptions',
    capability: 'run',
    body: 'json',
    answer: 'json',
  },
  'debug.setWatches': { method: 'POST', path: '/debug/set-watches', capability: 'run', body: 'json', answer: 'json' },
  'debug.stack': { method: 'GET', path: '/debug/stack', capability: 'read', body: 'none', answer: 'json' },
  'debug.scopes': { method: 'GET', path: '/debug/scopes', capability: 'read', body: 'none', answer: 'json' },
  'debug.variables': { method: 'GET', path: '/debug/variables', capability: 'read', body: 'none', answer: 'json' },
  'debug.setVariable': { method: 'POST', path: '/debug/set-variable', capability: 'run', body: 'json', answer: 'json' },
  'debug.evaluate': { method: 'POST', path: '/debug/evaluate', capability: 'run', body: 'json', answer: 'json' },
  'debug.complete': { method: 'POST', path: '/debug/complete', capability: 'run', body: 'json', answer: 'json' },
  'debug.input': { method: 'POST', path: '/debug/input', capability: 'run', body: 'json', answer: 'json' },
  'ports.list': { method: 'GET', path: '/ports', capability: 'read', body: 'none', answer: 'json' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** The WebSocket. Opening it needs this; each message then needs what `messageCapabilities` says. */
export const socketRoute = { path: '/socket', capability: 'read' } as const satisfies {
  path: string;
  capability: Capability;
};

/**
 * The WebSockets of documents, upgraded at `path` (Hocuspocus protocol, many documents by name) and `path/<name>`
 * (y-websocket protocol, one document). Edits need `write`; the host looks at it for every message.
 */
export const documentSocketRoute = { path: '/documents', capability: 'read' } as const satisfies {
  path: string;
  capability: Capability;
};

/** Answer headers that carry meaning. A gateway drops all others. */
export const answerHeaders = [
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'etag',
  'last-modified',
  'x-ecode-kind',
] as const;

const byAddress = new Map<string, RouteName>(
  (Object.keys(routes) as RouteName[]).map((name) => [`${routes[name].method} ${routes[name].path}`, name]),
);

/** The route of a request, or undefined. `path` is without the query; HEAD is answered like GET. */
export function findRoute(method: string, path: string): RouteName | undefined {
  return byAddress.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);
}

/** `routeUrl('files.list', { path: 'src' })` is `/files/list?path=src`. Undefined values are left out. */
export function routeUrl(name: RouteName, query: Record<string, string | number | boolean | undefined> = {}): string {
  const parameters = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`],
  );
  return parameters.length === 0 ? routes[name].path : `${routes[name].path}?${parameters.join('&')}`;
}
