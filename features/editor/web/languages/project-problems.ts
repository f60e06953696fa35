import type { FileProblems } from '@e-code/host/contract';
import type { Workspace } from '../workspace/workspace.ts';

const followed = new WeakSet<Workspace>();

/** Keeps the list of what is wrong in all open files, from the first editor of a language with a server on. */
export function followProblems(workspace: Workspace): void {
  if (followed.has(workspace)) return;
  followed.add(workspace);
  const { client, socket, problems } = workspace;
  const told = new Map<string, FileProblems>();
  const tell = () => problems.set([...told.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  const take = (file: FileProblems) => {
    if (file.problems.length > 0) told.set(file.document, file);
    else told.delete(file.document);
  };
  /** What came while the whole list was asked for is newer than the list. */
  let since: FileProblems[] | undefined;
  socket.on('language.problems', (file) => {
    since?.push(file);
    take(file);
    tell();
  });
  const load = async () => {
    const coming: FileProblems[] = [];
    since = coming;
    const answer = await client.ask('languages.problems', {}).catch(() => undefined);
    if (since === coming) since = undefined;
    if (!answer) return;
    told.clear();
    [...answer.files, ...coming].forEach(take);
    tell();
  };
  // After a break as well: the host tells only what changes.
  socket.on('welcome', () => void load());
  void load();
}
