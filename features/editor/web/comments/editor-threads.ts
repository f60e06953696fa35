import { StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { fromAnchor } from '@e-code/host/text';
import type { FileDocument } from '../documents/document.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { beginThread, showPanel } from './begin-thread.ts';
import { placeOf, type Thread } from './endpoints.ts';
import { setThreadMarks, threadMarks, type MarkedThread } from './thread-marks.ts';
import { threadBookOf } from './thread-book.ts';

/** After the last key; until then the marks move with the text. Milliseconds. */
const typingPause = 500;

/**
 * Keeps the threads of a file in its editor: where they are, and the way to them and to a new one. Places are those of the
 * shared text, so they move with what anybody types. Returns how to end it.
 */
export function showThreads(view: EditorView, document: FileDocument, workspace: Workspace): () => void {
  const book = threadBookOf(workspace);
  const id = document.name?.split('.')[0];
  if (id === undefined) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const here = (): Thread[] =>
    [...book.threads.get().values()].filter((thread) => {
      // A file that was deleted and written again is another document with the same words.
      const document = book.places.known.get().get(thread.id)?.at?.document ?? placeOf(thread).document;
      return thread.resolved === null && document === id;
    });
  const draw = (): void => {
    if (ended) return;
    const marks = here().flatMap((thread) => rangeOf(thread));
    view.dispatch({ effects: setThreadMarks.of({ marks, selected: book.selected.get() }) });
  };
  const rangeOf = (thread: Thread): MarkedThread[] => {
    const placed = book.places.known.get().get(thread.id);
    const { shared, name } = document;
    if (!placed?.at || !shared || name !== `${placed.at.document}.${placed.at.epoch}`) return [];
    const from = fromAnchor(shared, placed.at.start);
    const to = fromAnchor(shared, placed.at.end);
    if (from === undefined || to === undefined || from >= to) return [];
    const author = thread.comments.find(({ deleted }) => !deleted)?.author.name ?? '';
    return [{ id: thread.id, from, to, author, unsure: placed.placement === 'moved' }];
  };
  /** What was taken away with the text around it may be somewhere else, or come back. */
  const check = (): void => {
    const shown = new Set(
      here()
        .flatMap(rangeOf)
        .map((mark) => mark.id),
    );
    book.places.again((placed) => placed.at === null || !shown.has(placed.key) || placed.placement === 'moved');
    draw();
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(check, typingPause);
  };

  view.dispatch({
    effects: StateEffect.appendConfig.of(
      threadMarks({
        mayBegin: () => book.reader.get()?.writes === true,
        onOpen: (thread) => {
          showPanel(workspace);
          void book.select(thread);
        },
        onBegin: (from) => void beginThread(workspace, document.path, { from, to: from }),
        onChanged: changed,
      }),
    ),
  });
  /** Another history of the file: places in the former one mean nothing in it. */
  let history = document.name;
  const renew = (): void => {
    if (document.name === history) return;
    history = document.name;
    book.places.again((placed) => placed.at?.document === id);
  };
  const stops = [
    document.state.subscribe(renew),
    ...[book.threads, book.places.known, book.selected].map((store) => store.subscribe(draw)),
  ];
  // Opening a file may be what tells where it went.
  book.places.again((placed, thread) => placed.at === null && placeOf(thread).document === id);
  void book.loadFile(id).then(draw);
  return () => {
    ended = true;
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
