import type { DebugVariable } from '@e-code/host/contract';
import { toast } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Debugger } from './debugger.ts';
import { t } from './texts.ts';

const pageSize = 100;

type ValueRowProps = {
  owner: Debugger;
  variable: DebugVariable;
  /** From the scope on; values with the same names are unfolded alike. */
  names: string;
  depth: number;
  /** What holds it, for a new value; undefined when it cannot be changed. */
  holder?: number | undefined;
  onChanged?: (() => void) | undefined;
  aside?: ReactNode;
};

/** A value under its name, with what is inside of it when it is unfolded. */
export function ValueRow({ owner, variable, names, depth, holder, onChanged, aside }: ValueRowProps) {
  const { rights } = useWorkspace();
  const [open, setOpen] = useState(owner.unfolded.has(names));
  const [editing, setEditing] = useState(false);
  const holds = variable.inside > 0;
  const changeable = holder !== undefined && rights.run;

  function unfold(): void {
    if (open) owner.unfolded.delete(names);
    else owner.unfolded.add(names);
    setOpen(!open);
  }
  const indent = { paddingLeft: `${8 + depth * 12}px` };
  return (
    <li>
      <div
        className="group/value flex min-h-6 items-center gap-1 pr-2 hover:bg-hover pointer-coarse:min-h-11"
        style={indent}
      >
        <button
          type="button"
          aria-expanded={holds ? open : undefined}
          disabled={!holds}
          onClick={unfold}
          className="flex min-w-0 shrink items-center gap-1 text-left"
        >
          <ChevronRight
            size={12}
            strokeWidth={1.5}
            aria-hidden
            className={clsx('shrink-0', open && 'rotate-90', !holds && 'invisible')}
          />
          <span className="truncate font-mono text-small text-accent-text" title={variable.type}>
            {variable.name}
          </span>
        </button>
        {editing && holder !== undefined ? (
          <NewValue
            owner={owner}
            variable={variable}
            holder={holder}
            onDone={(changed) => {
              setEditing(false);
              if (changed) onChanged?.();
            }}
          />
        ) : (
          <Shown variable={variable} {...(changeable && { onEdit: () => setEditing(true) })} />
        )}
        {aside}
      </div>
      {holds && open && <Inside owner={owner} inside={variable.inside} names={names} depth={depth + 1} />}
    </li>
  );
}

function Shown({ variable, onEdit }: { variable: DebugVariable; onEdit?: () => void }) {
  const className = 'min-w-0 flex-1 truncate text-left font-mono text-small';
  if (onEdit === undefined) {
    return (
      <span className={className} title={variable.value}>
        {variable.value}
      </span>
    );
  }
  return (
    <button
      type="button"
      title={variable.value}
      aria-label={`${t('change', { name: variable.name })}: ${variable.value}`}
      onClick={onEdit}
      className={`${className} cursor-text`}
    >
      {variable.value}
    </button>
  );
}

type NewValueProps = { owner: Debugger; variable: DebugVariable; holder: number; onDone: (changed: boolean) => void };

function NewValue({ owner, variable, holder, onDone }: NewValueProps) {
  const [text, setText] = useState(variable.value);
  async function save(): Promise<void> {
    const input = { inside: holder, name: variable.name, value: text };
    try {
      await owner.workspace.client.ask('debug.setVariable', input);
      onDone(true);
    } catch (error) {
      const { message, body } = toHostProblem(error);
      toast.error(message, body.details === undefined ? {} : { description: body.details });
    }
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void save();
    else if (event.key === 'Escape') onDone(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <input
      // The field was just asked for.
      ref={(element) => element?.focus()}
      value={text}
      aria-label={t('newValue', { name: variable.name })}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onDone(false)}
      className="h-6 min-w-0 flex-1 rounded-small border border-focus bg-bg px-1 font-mono text-small outline-none"
    />
  );
}

type InsideProps = { owner: Debugger; inside: number; names: string; depth: number };

/** What a scope or a value holds, a part at a time. */
export function Inside({ owner, inside, names, depth }: InsideProps) {
  const [held, setHeld] = useState<{ variables: readonly DebugVariable[]; total: number }>();
  const read = useCallback(
    (start: number, count: number) => owner.workspace.client.ask('debug.variables', { inside, start, count }),
    [owner, inside],
  );
  const [version, setVersion] = useState(0);
  useEffect(() => {
    let current = true;
    read(0, pageSize).then(
      (answer) => current && setHeld(answer),
      // The program went on meanwhile: another list takes the place of this one.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [read, version]);
  if (!held) return null;
  const { variables, total } = held;
  async function more(): Promise<void> {
    const next = await read(variables.length, pageSize).catch(() => undefined);
    if (next) setHeld({ variables: [...variables, ...next.variables], total: next.total });
  }
  return (
    <ul>
      {variables.length === 0 && (
        <li className="text-small text-muted" style={{ paddingLeft: `${24 + depth * 12}px` }}>
          {t('nothingInside')}
        </li>
      )}
      {variables.map((variable, index) => (
        <ValueRow
          key={`${index} ${variable.name}`}
          owner={owner}
          variable={variable}
          names={`${names}/${variable.name}`}
          depth={depth}
          holder={inside}
          onChanged={() => setVersion((count) => count + 1)}
        />
      ))}
      {total > variables.length && (
        <li style={{ paddingLeft: `${24 + depth * 12}px` }}>
          <button type="button" className="text-small text-accent-text underline" onClick={() => void more()}>
            {t('more', { count: total - variables.length })}
          </button>
        </li>
      )}
    </ul>
  );
}
