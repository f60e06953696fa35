import { Dialog, TextField } from '@e-code/kernel/web';
import { useState } from 'react';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** Ctrl-G: `12` or `12:5`. */
export function GoToLine({ onClose }: { onClose: () => void }) {
  const { layout } = useWorkspace();
  const [text, setText] = useState('');
  const lines = layout.view?.state.doc.lines ?? 0;

  function go(): void {
    const [line = 0, column = 1] = text.split(':').map(Number);
    const path = layout.activeFile.get();
    onClose();
    if (path !== undefined && line > 0) layout.openFile(path, { place: { line, column }, focus: true });
  }
  return (
    <Dialog open size="small" onOpenChange={(open) => !open && onClose()} title={t('goToLine')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <TextField
          label={t('lineNumber', { lines })}
          value={text}
          inputMode="numeric"
          placeholder="12:5"
          onValueChange={setText}
        />
      </form>
    </Dialog>
  );
}
