import { showDialog, type EditorView } from '@codemirror/view';
import type { EditedFiles, LanguagePlace } from '@e-code/host/contract';
import { toast } from '@e-code/kernel/web';
import { toHostProblem } from '../host/problem.ts';
import { baseName } from '../parts/paths.ts';
import { closeList, showList } from './list-panel.ts';
import type { Subject } from './subject.ts';
import { t } from './texts.ts';
import { writeForm } from './write-form.ts';

const headOf = (view: EditorView): number => view.state.selection.main.head;

/** F12, Ctrl-click: opens the place where the name is made; several are shown to choose from. */
export async function goToDefinition(subject: Subject, view: EditorView, position = headOf(view)): Promise<void> {
  const where = subject.at(Math.min(position + 1, view.state.doc.lineAt(position).to));
  if (!where) return;
  await say(async () => {
    const { places } = await subject.client.ask('languages.definition', where);
    const [first, ...more] = places;
    if (!first) return void toast.info(t('noDefinition'));
    if (more.length > 0) return showPlaces(subject, view, places);
    openPlace(subject, first);
  });
}

/** Shift-F12: every use of the name. */
export async function listReferences(subject: Subject, view: EditorView): Promise<void> {
  const where = subject.at(headOf(view));
  if (!where) return;
  await say(async () => {
    const { places } = await subject.client.ask('languages.references', where);
    showPlaces(subject, view, places);
  });
}

/** F2: asks for the name, shows the files and changes all of them when that is wanted. */
export async function rename(subject: Subject, view: EditorView): Promise<void> {
  const word = view.state.wordAt(headOf(view));
  const where = subject.at(headOf(view));
  if (!where || !word) return;
  const former = view.state.sliceDoc(word.from, word.to);
  const { close, result } = showDialog(view, {
    label: t('newName'),
    input: { value: former, 'aria-label': t('newName'), spellcheck: 'false' },
    submitLabel: t('rename'),
    focus: 'input',
  });
  const form = await result;
  view.dispatch({ effects: close });
  const name = form ? nameIn(form) : former;
  if (name === '' || name === former) return view.focus();
  const question = { ...where, name };
  await say(async () => {
    const preview = await subject.client.ask('languages.rename', { ...question, preview: true });
    const apply = () =>
      say(async () => tell(subject, await subject.client.ask('languages.rename', { ...question, preview: false })));
    if (preview.files.length < 2) return apply();
    showList(view, {
      title: t('renamePreview', { name }),
      rows: preview.files.map(({ path, changes }) => ({ text: path, note: t('changedFile', { count: changes }) })),
      accept: { label: t('rename'), run: () => void apply() },
    });
  });
}

function nameIn(form: HTMLFormElement): string {
  return form.querySelector('input')?.value.trim() ?? '';
}

/** Ctrl-.: what can be done about the problem or the selection. */
export async function listFixes(subject: Subject, view: EditorView): Promise<void> {
  const present = subject.present();
  if (!present) return;
  const { from, to } = view.state.selection.main;
  await say(async () => {
    const range = { from: subject.anchor(from, -1), to: subject.anchor(to, -1) };
    const { list, actions } = await subject.client.ask('languages.actions', { ...present, ...range });
    if (actions.length === 0) return void toast.info(t('noFixes'));
    const act = (action: number) =>
      say(async () => tell(subject, await subject.client.ask('languages.act', { list, action })));
    const rows = actions.map(({ title }, action) => ({ text: title, run: () => void act(action) }));
    showList(view, { title: t('fixes'), rows });
  });
}

/** Shift-Alt-F: as the language server formats it. */
export async function formatText(subject: Subject, view: EditorView): Promise<void> {
  const present = subject.present();
  if (!present) return;
  await say(async () => {
    const { tabSize } = view.state;
    const spaces = !/^\t/m.test(view.state.doc.toString());
    const answer = await subject.client.ask('languages.format', { ...present, tabSize, spaces });
    const { written, kept } = writeForm(subject.document, answer);
    const description = kept > 0 ? { description: t('kept') } : {};
    if (written === 0) return void toast.info(t('nothingToFormat'), description);
    toast.info(t('formatted', { count: written }), description);
  });
}

function showPlaces(subject: Subject, view: EditorView, places: readonly LanguagePlace[]): void {
  if (places.length === 0) return closeList(view);
  showList(view, {
    title: t('places', { count: places.length }),
    rows: places.map((place) => ({
      text: `${place.path}:${place.line}`,
      note: place.text.trim(),
      run: () => openPlace(subject, place),
    })),
  });
}

function openPlace({ workspace }: Subject, { path, line, column }: LanguagePlace): void {
  workspace.layout.openFile(path, { place: { line, column }, focus: true });
}

function tell(subject: Subject, { files, failed, undo }: EditedFiles): void {
  if (failed.length > 0)
    toast.error(t('notEverywhere', { files: failed.map(({ path }) => baseName(path)).join(', ') }));
  if (undo !== null) toast.undo(t('renamed', { count: files.length }), () => takeBack(subject, undo));
}

async function takeBack({ client }: Subject, undo: string): Promise<void> {
  const { conflicts } = await client.ask('search.undo', { undo });
  if (conflicts.length > 0)
    toast.info(t('undoConflict', { files: conflicts.map(baseName).join(', ') }), { timeout: 0 });
}

/** Refusals are sentences of the host, with the words of the language server. */
async function say(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, body } = toHostProblem(error);
    toast.error(body.details ?? message, body.details === undefined ? {} : { description: t('notAnswered') });
  }
}
