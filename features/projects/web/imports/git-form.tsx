import { TextField, useForm } from '@e-code/kernel/web';
import { z } from 'zod';
import { t } from '../texts/texts.ts';
import { ImportButton, ImportView } from './import-view.tsx';
import { useImport } from './use-import.ts';

const schema = z.object({
  url: z
    .string()
    .trim()
    .regex(/^https:\/\/[^\s\\@/]+\/[^\s\\@]+$/, t('repositoryWrong')),
});

/** The address of a repository, which is cloned with its history. */
export function GitForm({ name }: { name: string | undefined }) {
  const { state, importGit } = useImport();
  const form = useForm({ schema, initial: { url: '' }, submit: ({ url }) => importGit(name, url) });
  return (
    <ImportView state={state}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField
          label={t('repository')}
          hint={t('cloneHint')}
          placeholder="https://example.org/someone/repository.git"
          size="large"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          {...form.field('url')}
        />
        <ImportButton>{t('clone')}</ImportButton>
      </form>
    </ImportView>
  );
}
