import type { EditorView } from '@codemirror/view';
import { useSetting } from '@e-code/kernel/web';
import { useEffect, useRef } from 'react';
import type { FileDocument } from '../documents/document.ts';
import { showThreadsSoon } from '../comments/threads-soon.ts';
import { showBreakpointsSoon } from '../debug/soon.ts';
import { showGitMarksSoon } from '../git/glance-soon.ts';
import { editorKeys, fontSize, tabSize, wordWrap } from '../settings/editor-settings.ts';
import { mayHaveServer } from '../languages/speaks.ts';
import { afterFirstLook, noteFirstLook } from '../parts/first-look.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { saveAll } from '../workspace/save-all.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { DocumentEditor, type EditorLook } from './create-editor.ts';

function useLook(): EditorLook {
  const [keys] = useSetting(editorKeys);
  const [wrap] = useSetting(wordWrap);
  const [width] = useSetting(tabSize);
  return { keys, wordWrap: wrap, tabSize: width };
}

/** Loaded with the first file of a language that a server knows. Without it the file is edited as any text. */
async function addIntelligence(made: DocumentEditor, workspace: Workspace, document: FileDocument): Promise<void> {
  await afterFirstLook();
  const part = await import('../languages/attach.ts').catch(() => undefined);
  if (part) made.setIntelligence(part.languageExtension(workspace, document));
}

/** Takes the focus, unless a dialog was opened meanwhile: what is typed into that would be written into the file. */
function focusInFront(view: EditorView): void {
  if (window.document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-closed])') === null) view.focus();
}

/** The text of a document, to read and to write. `active`: its panel is in front. */
export function TextEditor({ document, active }: { document: FileDocument; active: boolean }) {
  const workspace = useWorkspace();
  const { layout, presence, rights } = workspace;
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<DocumentEditor>(undefined);
  const [size] = useSetting(fontSize);
  const look = useLook();
  const firstLook = useRef(look);

  useEffect(() => {
    if (!parent.current) return undefined;
    const made = new DocumentEditor(
      {
        parent: parent.current,
        document,
        readOnly: !rights.write || document.readOnly,
        label: t('editorOf', { path: document.path }),
        onStatus: (status) => {
          if (layout.view === undefined || layout.view === editor.current?.view) layout.editor.set(status);
        },
        onFocus: (view) => {
          layout.enterView(view);
          editor.current?.tell();
        },
        onSave: () => void saveAll(workspace),
        onMoved: () => presence.touch(),
      },
      firstLook.current,
    );
    editor.current = made;
    if (mayHaveServer(document.path)) void addIntelligence(made, workspace, document);
    layout.enterView(made.view);
    noteFirstLook();
    made.tell();
    const goThere = () => {
      const place = layout.takePlace(document.path);
      if (place) made.goTo(place);
      // A moment later: whoever asked may still hold the focus, such as a dialog that closes.
      if (layout.takeFocus(document.path)) setTimeout(() => focusInFront(made.view));
    };
    goThere();
    const stop = layout.onPlace((path) => {
      if (path === document.path) goThere();
    });
    const stopMarks = showGitMarksSoon(made.view, () => document.path, workspace);
    const stopThreads = showThreadsSoon(made.view, document, workspace);
    const stopBreakpoints = showBreakpointsSoon(made.view, document, workspace);
    return () => {
      stop();
      stopBreakpoints();
      stopMarks();
      stopThreads();
      layout.dropView(made.view);
      made.destroy();
      editor.current = undefined;
    };
  }, [document, layout, presence, rights.write, workspace]);

  const state = useStore(document.state);
  useEffect(
    () => editor.current?.setReadOnly(!rights.write || document.readOnly),
    [state.kind, document, rights.write],
  );

  const { keys, wordWrap: wrap, tabSize: width } = look;
  useEffect(() => editor.current?.setLook({ keys, wordWrap: wrap, tabSize: width }), [keys, wrap, width]);

  useEffect(() => {
    if (!active || !editor.current) return;
    layout.enterView(editor.current.view);
    editor.current.tell();
  }, [active, layout]);

  return <div ref={parent} className="h-full min-h-0 overflow-hidden font-mono" style={{ fontSize: size }} />;
}
