import { Button, Dialog, TextField } from '@e-code/kernel/web';
import { useId, useState } from 'react';
import { toHostProblem } from '../host/problem.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** Adds a remote, or gives one another address. */
export function RemoteDialog({ repository, onClose }: { repository: Repository; onClose: () => void }) {
  const [name, setName] = useState('origin');
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<string>();
  const form = useId();
  async function add(): Promise<void> {
    try {
      await repository.client.ask('git.setRemote', { name: name.trim(), url: url.trim() });
      onClose();
      await repository.refresh();
    } catch (error) {
      setProblem(toHostProblem(error).message);
    }
  }
  return (
    <Dialog
      open
      size="small"
      title={t('addRemote')}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button type="submit" form={form} variant="primary" disabled={name.trim() === '' || url.trim() === ''}>
          {t('addRemote')}
        </Button>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField label={t('name')} value={name} onValueChange={setName} autoComplete="off" spellCheck={false} />
        <TextField
          label={t('address')}
          hint={t('addressHint')}
          error={problem}
          value={url}
          onValueChange={setUrl}
          placeholder="https://example.org/team/project.git"
          autoComplete="off"
          spellCheck={false}
        />
      </form>
    </Dialog>
  );
}
