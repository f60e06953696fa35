import type { ClientMessage, RouteName } from '@e-code/host/contract';

/**
 * - `unauthenticated`: sign in first.
 * - `not_found`: the same answer as for a thing that does not exist.
 * - `forbidden`: the thing may be seen, this may not be done with it.
 * - `through`: the rule lets the person in; what is answered is the handler's matter, and never a failure of ours.
 */
export type Outcome = 'unauthenticated' | 'not_found' | 'forbidden' | 'through';

/**
 * By who walks. Whose session ended is a visitor, and who was removed from a project is a stranger. A guest came by a link
 * to look at the project; an outsider is a guest of another one.
 */
export interface Row {
  visitor: Outcome;
  stranger: Outcome;
  viewer: Outcome;
  guest: Outcome;
  outsider: Outcome;
}

/** Guests are visitors wherever a rule does not say otherwise. */
const asVisitor = { visitor: 'unauthenticated', guest: 'unauthenticated', outsider: 'unauthenticated' } as const;
const withGuests = { visitor: 'unauthenticated', stranger: 'not_found', outsider: 'not_found' } as const;

const open: Row = { visitor: 'through', stranger: 'through', viewer: 'through', guest: 'through', outsider: 'through' };
const personal: Row = { ...asVisitor, stranger: 'through', viewer: 'through' };
const nobody: Row = { ...asVisitor, stranger: 'not_found', viewer: 'not_found' };
const members: Row = { ...asVisitor, stranger: 'not_found', viewer: 'through' };
const membersWork: Row = { ...asVisitor, stranger: 'not_found', viewer: 'forbidden' };
const lookers: Row = { ...withGuests, viewer: 'through', guest: 'through' };
const workers: Row = { ...withGuests, viewer: 'forbidden', guest: 'forbidden' };

/** What only the platform asks of project hosts is absent for everybody. */
const platformOnly: Row = { ...withGuests, viewer: 'not_found', guest: 'not_found' };

/** What each access rule must answer when it is asked for things of the owner. A rule without a row fails the walk. */
export const expectedOfRule: Record<string, Row> = {
  'kernel.live': open,
  'kernel.reference': open,
  'accounts.set_up': open,
  'accounts.sign_in': open,
  'accounts.register': open,
  'accounts.provider_answer': open,
  'accounts.own': personal,
  'accounts.own_fresh': personal,
  'accounts.read_own': personal,
  'accounts.operate': nobody,
  'accounts.operate_fresh': nobody,
  'accounts.listen': nobody,
  'api_keys.own': personal,
  'api_keys.own_fresh': personal,
  'audit.read': nobody,
  'comments.read': lookers,
  'comments.write': { ...lookers, guest: 'forbidden' },
  'git.refs': members,
  'git.fetch': members,
  'git.push': membersWork,
  'git.see_remotes': members,
  'git.use_remotes': membersWork,
  'git.own_ssh_keys': personal,
  'git.own_ssh_keys_fresh': personal,
  'notifications.own': personal,
  'key_value.see': membersWork,
  'key_value.listen': membersWork,
  'key_value.change': membersWork,
  'notifications.listen': nobody,
  'projects.list': personal,
  'projects.create': personal,
  'projects.list_templates': personal,
  'projects.get': lookers,
  'projects.fork': members,
  'projects.update': membersWork,
  'projects.trash': membersWork,
  'projects.restore': membersWork,
  'projects.remove': membersWork,
  'projects.list_members': members,
  'projects.add_member': membersWork,
  'projects.change_member': membersWork,
  'projects.remove_member': membersWork,
  'projects.own_list': nobody,
  'projects.manage_guests': membersWork,
  'projects.visit': open,
  'sandboxes.see': lookers,
  'sandboxes.control': workers,
  'sandboxes.preview': lookers,
  'sandboxes.socket': lookers,
  'sandboxes.operate': nobody,
};

/** The rules of the gateway decide by the address inside the project host, so each address has its row. */
export const expectedOfRoute: Record<RouteName, Row> = {
  health: lookers,
  'environment.set': platformOnly,
  'debug.state': lookers,
  'debug.console': lookers,
  'debug.start': workers,
  'debug.stop': workers,
  'debug.restart': workers,
  'debug.move': workers,
  'debug.setBreakpoints': workers,
  'debug.setExceptions': workers,
  'debug.setWatches': workers,
  'debug.stack': lookers,
  'debug.scopes': lookers,
  'debug.variables': lookers,
  'debug.setVariable': workers,
  'debug.evaluate': workers,
  'debug.complete': workers,
  'debug.input': workers,
  'documents.open': lookers,
  'documents.flush': workers,
  'documents.list': lookers,
  'documents.collision': lookers,
  'documents.resolve': workers,
  'documents.restore': workers,
  'history.timeline': lookers,
  'history.text': lookers,
  'history.part': lookers,
  'history.diff': lookers,
  'history.restore': workers,
  'history.deleted': lookers,
  'history.usage': lookers,
  'history.keep': workers,
  'files.list': lookers,
  'files.all': lookers,
  'files.stat': lookers,
  'files.read': lookers,
  'files.write': workers,
  'files.createDirectory': workers,
  'files.move': workers,
  'files.copy': workers,
  'files.remove': workers,
  'files.restore': workers,
  'files.upload': workers,
  'files.uploadState': workers,
  'files.uploads': workers,
  'files.dropUpload': workers,
  'files.trash': workers,
  'files.emptyTrash': workers,
  'files.archive': lookers,
  'files.unpack': workers,
  'pager.rows': lookers,
  'pager.find': lookers,
  'sqlite.tables': lookers,
  'sqlite.rows': lookers,
  'git.clone': workers,
  'git.state': lookers,
  'git.init': workers,
  'git.diff': lookers,
  'git.stage': workers,
  'git.unstage': workers,
  'git.discard': workers,
  'git.undoDiscard': workers,
  'git.applyLines': workers,
  'git.commit': workers,
  'git.lastMessage': lookers,
  'git.lastStep': lookers,
  'git.undo': workers,
  'git.removeLock': workers,
  'git.branches': lookers,
  'git.createBranch': workers,
  'git.switch': workers,
  'git.renameBranch': workers,
  'git.deleteBranch': workers,
  'git.createTag': workers,
  'git.deleteTag': workers,
  'git.log': lookers,
  'git.show': lookers,
  'git.text': lookers,
  'git.blame': lookers,
  'git.stash': workers,
  'git.stashes': lookers,
  'git.applyStash': workers,
  'git.dropStash': workers,
  'git.storeStash': workers,
  'git.merge': workers,
  'git.rebase': workers,
  'git.cherryPick': workers,
  'git.revert': workers,
  'git.proceed': workers,
  'git.conflict': lookers,
  'git.resolve': workers,
  'git.remotes': lookers,
  'git.setRemote': workers,
  'git.removeRemote': workers,
  'git.tryRemote': workers,
  'git.fetch': workers,
  'git.pull': workers,
  'git.push': workers,
  'repository.fetchRefs': lookers,
  'repository.fetch': lookers,
  'repository.pushRefs': workers,
  'repository.push': workers,
  'repository.fetchSession': lookers,
  'repository.pushSession': workers,
  'lfs.find': lookers,
  'lfs.download': lookers,
  'lfs.upload': workers,
  search: lookers,
  'search.replace': workers,
  'search.undo': workers,
  'run.plan': lookers,
  'run.state': lookers,
  'run.log': lookers,
  'run.start': workers,
  'run.stop': workers,
  'quotations.find': lookers,
  'languages.open': lookers,
  'languages.problems': lookers,
  'languages.symbols': lookers,
  'languages.find': lookers,
  'languages.hints': lookers,
  'languages.tokens': lookers,
  'languages.complete': lookers,
  'languages.completion': lookers,
  'languages.hover': lookers,
  'languages.signature': lookers,
  'languages.definition': lookers,
  'languages.references': lookers,
  'languages.rename': workers,
  'languages.format': workers,
  'languages.actions': workers,
  'languages.act': workers,
  'languages.restart': workers,
  'ports.list': lookers,
};

/** Whether a viewer may send this to the project host. */
export const viewerMaySend: Record<ClientMessage['type'], boolean> = {
  ping: true,
  'watch.start': true,
  'watch.stop': true,
  'run.follow': true,
  'run.unfollow': true,
  'run.input': false,
  'terminal.open': false,
  'terminal.attach': false,
  'terminal.detach': false,
  'terminal.resize': false,
  'terminal.rename': false,
  'terminal.close': false,
  'terminal.acknowledge': false,
  'terminal.control': false,
  'presence.update': true,
  'presence.summon': false,
  ask: true,
  'ask.cancel': true,
};

/** What answers a visitor with success. Every other open address asks for a proof that the walk does not have. */
export const openToVisitors = new Set([
  'accounts.signInOptions',
  'accounts.currentSession',
  'accounts.startPasskeySignIn',
  'accounts.sendSignInLink',
  'accounts.sendPasswordReset',
  'projects.currentVisit',
  'projects.endVisit',
  'GET /api/openapi.json',
  'GET /api/docs',
]);
