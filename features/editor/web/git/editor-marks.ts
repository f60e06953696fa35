import { StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Workspace } from '../workspace/workspace.ts';
import { blameGutter, setBlame } from './blame-gutter.ts';
import { changeGutter, setStagedText } from './change-gutter.ts';
import { repositoryOf } from './repository.ts';

/** Larger texts are not compared with every stop in typing; characters. */
const comparedSize = 1_000_000;

/**
 * Keeps the marks of an editor true: what is staged is read when the repository changed, and compared with the text as it
 * is typed. Returns how to end it.
 */
export function showGitMarks(view: EditorView, path: () => string, workspace: Workspace): () => void {
  const repository = repositoryOf(workspace);
  const { client } = repository;
  let ended = false;
  const authors = blameGutter((commit) => repository.show({ kind: 'commit', commit }));
  view.dispatch({ effects: StateEffect.appendConfig.of([changeGutter, authors]) });

  async function readStaged(): Promise<void> {
    const tracked = isRepository() && view.state.doc.length <= comparedSize;
    const { text } = tracked ? await client.ask('git.text', { revision: ':0', path: path() }) : { text: null };
    if (!ended) view.dispatch({ effects: setStagedText.of(text) });
  }
  async function readBlame(): Promise<void> {
    const wanted = repository.blame.get() && isRepository();
    const blame = wanted ? await client.ask('git.blame', { path: path() }) : null;
    if (!ended) view.dispatch({ effects: setBlame.of(blame) });
  }
  function isRepository(): boolean {
    const state = repository.state.get();
    return state.kind === 'ready' && state.git.repository;
  }
  // A file that git does not know has no authors, and one that cannot be read keeps the marks it had.
  const follow = (): void => {
    void readStaged().catch(() => undefined);
    void readBlame().catch(() => undefined);
  };
  follow();
  const stops = [repository.version.subscribe(follow), repository.blame.subscribe(follow)];
  return () => {
    ended = true;
    for (const stop of stops) stop();
  };
}
