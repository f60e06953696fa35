import { Button, FormProblem, TextArea, toProblem, type Problem } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { projectQueries } from '../platform/endpoints.ts';
import { useWorkspace } from '../workspace/context.ts';
import { completeMention, mentionAt, type MentionStart } from './mention.ts';
import { t } from './texts.ts';

type ComposerProps = {
  label: string;
  /** What the button says. */
  action: string;
  text?: string;
  autoFocus?: boolean;
  /** Rejects with what `toProblem` reads; the text stays then. */
  onSend: (body: string) => Promise<void>;
  onCancel?: () => void;
  /** Stands at the end of the row of buttons. */
  aside?: ReactNode;
};

/** A comment that is being written: Ctrl-Enter sends it, `@` offers the members. */
export function Composer({ label, action, text = '', autoFocus = false, onSend, onCancel, aside }: ComposerProps) {
  const [body, setBody] = useState(text);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const mention = useMention(setBody);

  async function send(): Promise<void> {
    if (body.trim() === '' || sending) return;
    setSending(true);
    setProblem(undefined);
    try {
      await onSend(body.trim());
      setBody('');
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setSending(false);
    }
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (mention.onKeyDown(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (event.key === 'Escape' && onCancel) onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        label={label}
        hideLabel
        rows={2}
        placeholder={t('writeHint')}
        autoFocus={autoFocus}
        value={body}
        onValueChange={setBody}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => mention.look(event.currentTarget)}
        onBlur={mention.close}
      />
      {mention.list}
      <FormProblem problem={problem} />
      <div className="flex gap-2">
        <Button
          size="small"
          variant="primary"
          loading={sending}
          disabled={body.trim() === ''}
          onClick={() => void send()}
        >
          {action}
        </Button>
        {onCancel && (
          <Button size="small" variant="ghost" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
        <span className="flex-1" />
        {aside}
      </div>
    </div>
  );
}

/** The members that fit what stands behind an `@`, and the keys that choose one. */
function useMention(setBody: (body: string) => void) {
  const { project, rights } = useWorkspace();
  const [start, setStart] = useState<MentionStart>();
  const [at, setAt] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  const members = useQuery({
    ...projectQueries.listMembers.queryOptions({ input: { projectId: project.id } }),
    // Who came by a guest link does not see who works here; names that they write are mentions all the same.
    enabled: start !== undefined && rights.share,
  });
  const names = [...new Set(members.data?.members.map(({ person }) => person.name))];
  const fitting = start
    ? names.filter((name) => name.toLowerCase().includes(start.word.toLowerCase())).slice(0, 6)
    : [];
  const close = (): void => setStart(undefined);

  function look(target: HTMLTextAreaElement): void {
    area.current = target;
    const next = mentionAt(target.value, target.selectionStart);
    if (next?.word !== start?.word) setAt(0);
    setStart(next);
  }
  function choose(name: string | undefined): void {
    const { current } = area;
    if (name === undefined || !start || !current) return;
    const { text, cursor } = completeMention(current.value, start, name);
    // At once, and not when it is drawn: whoever types on would find the cursor behind the next letters.
    current.value = text;
    current.setSelectionRange(cursor, cursor);
    setBody(text);
    close();
  }
  function onKeyDown(event: KeyboardEvent): boolean {
    if (fitting.length === 0 || event.ctrlKey || event.metaKey) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) setAt((index) => (index + move + fitting.length) % fitting.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(fitting[at]);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  const list = fitting.length > 0 && (
    <div
      role="listbox"
      aria-label={t('people')}
      className="rounded-control border border-line bg-overlay py-1 shadow-float"
    >
      {fitting.map((name, index) => (
        <div
          key={name}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          // Before the field loses the focus and the list is gone.
          onPointerDown={(event) => {
            event.preventDefault();
            choose(name);
          }}
          className={`cursor-pointer px-2 py-1 ${index === at ? 'bg-selected' : 'hover:bg-hover'}`}
        >
          {name}
        </div>
      ))}
    </div>
  );
  return { close, list, look, onKeyDown };
}
