import { Button, Checkbox, TextArea, toast } from '@e-code/kernel/web';
import type { GitState } from '@e-code/host/contract';
import { useState, type KeyboardEvent } from 'react';
import { useStore } from '../parts/store.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { takeBack } from './undo.ts';

type CommitBoxProps = { repository: Repository; git: Extract<GitState, { repository: true }> };

/** The message and the button. With nothing staged, everything that changed is committed, and the button says so. */
export function CommitBox({ repository, git }: CommitBoxProps) {
  const message = useStore(repository.message);
  const busy = useStore(repository.busy);
  const [amend, setAmend] = useState(false);
  const [signOff, setSignOff] = useState(false);
  const staged = git.files.some((file) => file.staged !== '.');
  const conflicts = git.files.some((file) => file.conflict !== undefined);
  const all = !staged && !amend && git.files.length > 0;
  const ready = message.trim() !== '' && !conflicts && (staged || all || amend);

  async function chooseAmend(next: boolean): Promise<void> {
    setAmend(next);
    if (!next || message.trim() !== '') return;
    const last = await repository.act(() => repository.client.ask('git.lastMessage', {}));
    if (last) repository.message.set(last.message);
  }
  async function commit(): Promise<void> {
    if (!ready || busy) return;
    const { client } = repository;
    const made = await repository.act(async () => {
      if (all) await client.ask('git.stage', { paths: git.files.map(({ path }) => path) });
      return client.ask('git.commit', { message, amend, signOff });
    });
    if (!made) return;
    repository.message.set('');
    setAmend(false);
    const { commit: hash } = made;
    const kind = amend ? 'amend' : 'commit';
    toast.undo(t('committed', { commit: hash.slice(0, 7) }), () => takeBack(repository, { kind, commit: hash }));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    // Elsewhere in the workspace this runs the project.
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    void commit();
  }
  return (
    <form
      className="flex flex-col gap-2 px-3 pb-2"
      onKeyDownCapture={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void commit();
      }}
    >
      <TextArea
        label={t('message')}
        hideLabel
        rows={2}
        placeholder={t('messageHint')}
        value={message}
        onValueChange={(next) => repository.message.set(next)}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {git.commit !== null && git.operation === null && (
          <Checkbox label={t('amend')} checked={amend} onCheckedChange={(next) => void chooseAmend(next)} />
        )}
        <Checkbox label={t('signOff')} checked={signOff} onCheckedChange={setSignOff} />
      </div>
      <Button type="submit" variant="primary" size="small" wide disabled={!ready} loading={busy}>
        {all ? t('commitAll') : t('commit')}
      </Button>
    </form>
  );
}
