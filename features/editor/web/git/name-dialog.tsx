import { Button, Dialog, TextField } from '@e-code/kernel/web';
import { useId, useState } from 'react';

type NameDialogProps = {
  title: string;
  label: string;
  submit: string;
  initial?: string;
  /** A second field that may stay empty. */
  detail?: string;
  onName: (name: string, detail: string) => void;
  onClose: () => void;
};

/** Asks for the name of a branch or tag. Git itself checks it. */
export function NameDialog({ title, label, submit, initial = '', detail, onName, onClose }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const [text, setText] = useState('');
  const form = useId();
  return (
    <Dialog
      open
      size="small"
      title={title}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button type="submit" form={form} variant="primary" disabled={name.trim() === ''}>
          {submit}
        </Button>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          onClose();
          onName(name.trim(), text.trim());
        }}
      >
        <TextField label={label} value={name} onValueChange={setName} autoComplete="off" spellCheck={false} mono />
        {detail !== undefined && <TextField label={detail} optional value={text} onValueChange={setText} />}
      </form>
    </Dialog>
  );
}
