import { toast } from '@e-code/kernel/web';
import { NameDialog } from './name-dialog.tsx';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

type TagProps = { repository: Repository; at: string; onClose: () => void };

/** Names a commit for good; with a message the tag is an object with its maker and time. */
export function TagDialog({ repository, at, onClose }: TagProps) {
  async function create(name: string, message: string): Promise<void> {
    const { client } = repository;
    await repository.attempt(() => client.ask('git.createTag', { name, at, message }));
    toast.success(t('tagCreated', { name }));
  }
  return (
    <NameDialog
      title={t('createTag')}
      label={t('tagName')}
      submit={t('create')}
      detail={t('tagMessage')}
      onClose={onClose}
      onName={create}
    />
  );
}
