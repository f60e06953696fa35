import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { Button, Dialog } from '@e-code/kernel/web';
import { useEffect, useRef, useState } from 'react';
import type { FileDocument } from '../documents/document.ts';
import { baseName } from '../parts/paths.ts';
import { t } from '../texts.ts';
import { loadLanguage } from './languages.ts';
import { editorTheme } from './theme.ts';

/** Both versions side by side: what is on disk, and what was typed here. */
export function Compare({ document, onClose }: { document: FileDocument; onClose: () => void }) {
  // A callback, since the dialog draws its content a moment later.
  const [parent, setParent] = useState<HTMLDivElement | null>(null);
  const versions = useRef({ theirs: document.theirs, mine: document.text });

  useEffect(() => {
    if (!parent) return undefined;
    const { theirs, mine } = versions.current;
    let view: MergeView | undefined;
    let current = true;
    void loadLanguage(document.path).then((language) => {
      if (!current) return;
      const extensions = [
        lineNumbers(),
        editorTheme,
        EditorState.readOnly.of(true),
        EditorView.lineWrapping,
        ...(language ? [language] : []),
      ];
      view = new MergeView({
        parent,
        a: { doc: theirs ?? '', extensions },
        b: { doc: mine, extensions },
        collapseUnchanged: { margin: 3, minSize: 6 },
      });
    });
    return () => {
      current = false;
      view?.destroy();
    };
  }, [parent, document]);

  const choose = (decide: () => void) => () => {
    decide();
    onClose();
  };
  return (
    <Dialog
      open
      size="large"
      onOpenChange={(open) => !open && onClose()}
      title={t('compareTitle', { name: baseName(document.path) })}
      description={t('compareHint')}
      footer={
        <>
          <Button onClick={choose(() => document.takeTheirs())}>{t('takeTheirs')}</Button>
          <Button variant="primary" onClick={choose(() => void document.keepMine())}>
            {t('keepMine')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 pb-1 text-small text-muted">
        <span>{t('onDisk')}</span>
        <span>{t('typedHere')}</span>
      </div>
      <div
        ref={setParent}
        className="max-h-[48dvh] overflow-auto rounded-control border border-line font-mono text-ui"
      />
    </Dialog>
  );
}
