import { clsx } from 'clsx';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { nameFault } from '../parts/paths.ts';
import { toHostProblem } from '../host/problem.ts';
import { t } from '../texts.ts';

type NameFieldProps = {
  /** Names the field for screen readers. */
  label: string;
  initial: string;
  /** Rejects when the name cannot be had. */
  onName: (name: string) => Promise<void>;
  onCancel: () => void;
};

const faults = { empty: 'nameEmpty', dots: 'nameDots', slash: 'nameSlash', long: 'nameLong' } as const;

/** A name being typed in the tree: Enter takes it, Escape leaves, and what is wrong is said right below. */
export function NameField({ label, initial, onName, onCancel }: NameFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(initial);
  const [refusal, setRefusal] = useState<string>();
  const ended = useRef(false);
  const fault = name === '' ? undefined : nameFault(name);
  const message = refusal ?? (fault && t(faults[fault]));

  useEffect(() => {
    const dot = initial.lastIndexOf('.');
    input.current?.focus();
    input.current?.setSelectionRange(0, dot > 0 ? dot : initial.length);
    input.current?.scrollIntoView({ block: 'nearest' });
  }, [initial]);

  async function take(): Promise<void> {
    if (ended.current) return;
    if (name === '' || name === initial) return cancel();
    if (fault) return;
    ended.current = true;
    try {
      await onName(name);
    } catch (error) {
      ended.current = false;
      const problem = toHostProblem(error);
      setRefusal(problem.is('path_exists') || problem.is('file_changed') ? t('nameTaken', { name }) : problem.message);
    }
  }

  function cancel(): void {
    ended.current = true;
    onCancel();
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) void take();
    if (event.key === 'Escape') cancel();
  }

  return (
    <span className="relative min-w-0 flex-1">
      <input
        ref={input}
        value={name}
        aria-label={label}
        aria-invalid={message !== undefined}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => {
          setName(event.target.value);
          setRefusal(undefined);
        }}
        onKeyDown={onKeyDown}
        onClick={(event) => event.stopPropagation()}
        onBlur={() => (message === undefined ? void take() : cancel())}
        className={clsx(
          'h-6 w-full rounded-small border bg-bg px-1 text-ui text-text outline-none',
          message === undefined ? 'border-focus' : 'border-danger',
        )}
      />
      {message !== undefined && (
        <span
          role="alert"
          className="absolute top-full left-0 z-20 mt-0.5 w-full rounded-small bg-danger-soft px-2 py-1 text-small text-danger shadow-float"
        >
          {message}
        </span>
      )}
    </span>
  );
}
