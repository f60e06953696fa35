import { Button, Dialog, TextField } from '@e-code/kernel/web';
import { refNamePattern } from '@e-code/host/contract';
import { useId, useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { t } from './texts.ts';

type NameDialogProps = {
  title: string;
  label: string;
  submit: string;
  initial?: string;
  /** A second field that may stay empty. */
  detail?: string;
  /** Rejects when git refuses the name; the dialog says why and stays. */
  onName: (name: string, detail: string) => Promise<unknown>;
  onClose: () => void;
};

/** Asks for the name of a branch or tag. */
export function NameDialog({ title, label, submit, initial = '', detail, onName, onClose }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useId();
  const wanted = name.trim();
  async function create(): Promise<void> {
    if (!refNamePattern.test(wanted)) return setRefusal(t('nameRefused'));
    setBusy(true);
    try {
      await onName(wanted, text.trim());
      onClose();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    setBusy(false);
  }
  return (
    <Dialog
      open
      size="small"
      title={title}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button type="submit" form={form} variant="primary" disabled={wanted === ''} loading={busy}>
          {submit}
        </Button>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '' && !busy) void create();
        }}
      >
        <TextField
          label={label}
          value={name}
          error={refusal}
          onValueChange={(next) => {
            setName(next);
            setRefusal(undefined);
          }}
          autoComplete="off"
          spellCheck={false}
          mono
        />
        {detail !== undefined && <TextField label={detail} optional value={text} onValueChange={setText} />}
      </form>
    </Dialog>
  );
}

/** The words of git say it best: "a branch named 'main' already exists". */
function refusalOf(error: unknown): string {
  const problem = toHostProblem(error);
  if (!problem.is('git_failed')) return problem.message;
  const words = (problem.body.details ?? '').replace(/^(?:fatal|error): /, '');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
