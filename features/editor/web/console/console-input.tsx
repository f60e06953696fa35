import { IconButton } from '@e-code/kernel/web';
import { ChevronRight, CornerDownLeft } from 'lucide-react';
import { useState, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { moveInHistory, type TypedHistory } from './typed-history.ts';

const enter = '\r';
const endOfInput = '\u0004';
const interrupt = '\u0003';

/** Below the output of a program that can be answered. The program's terminal echoes what is sent. */
export function ConsoleInput({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { runs, rights } = useWorkspace();
  const { takesInput } = useStore(runs.state);
  const [text, setText] = useState('');
  const [history, setHistory] = useState<TypedHistory>({ lines: [], at: 0 });
  if (!takesInput || !rights.run) return null;

  function send(line: string): void {
    runs.input(line + enter);
    setText('');
    setHistory(({ lines }) => {
      const next = line === '' || line === lines.at(-1) ? lines : [...lines, line];
      return { lines: next, at: next.length };
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const { currentTarget: field } = event;
    const key = event.ctrlKey && !event.altKey && !event.metaKey ? `ctrl+${event.key.toLowerCase()}` : event.key;
    if (event.nativeEvent.isComposing) return;
    if (key === 'Enter' && !event.metaKey) send(text);
    else if (key === 'ctrl+d') {
      runs.input(text + endOfInput);
      setText('');
    } else if (key === 'ctrl+c' && field.selectionStart === field.selectionEnd) {
      runs.input(interrupt);
      setText('');
    } else if (key === 'ArrowUp' || key === 'ArrowDown') {
      const moved = moveInHistory(history, key === 'ArrowUp' ? -1 : 1);
      setHistory(moved);
      setText(moved.lines[moved.at] ?? '');
    } else return;
    event.preventDefault();
  }

  /** Whole lines go at once, as in a terminal; what follows the last line end waits for Enter. */
  function onPaste(event: ClipboardEvent): void {
    const lines = event.clipboardData.getData('text').split(/\r\n|\r|\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const rest = lines.pop() ?? '';
    runs.input([text + (lines[0] ?? ''), ...lines.slice(1)].join(enter) + enter);
    setText(rest);
  }

  return (
    <form
      className="flex shrink-0 items-center gap-1.5 border-t border-line bg-bg pr-1 pl-3"
      onSubmit={(event) => {
        event.preventDefault();
        send(text);
      }}
    >
      <ChevronRight size={14} strokeWidth={2} className="shrink-0 text-accent-text" aria-hidden />
      <input
        ref={ref}
        value={text}
        aria-label={t('inputOfProgram')}
        placeholder={t('inputHint')}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="send"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="h-8 min-w-0 flex-1 bg-transparent font-mono text-ui text-text outline-none placeholder:font-sans placeholder:text-faint pointer-coarse:h-11"
      />
      <IconButton
        size="small"
        type="submit"
        label={t('sendInput')}
        shortcut="enter"
        icon={<CornerDownLeft size={14} strokeWidth={1.5} />}
      />
    </form>
  );
}
