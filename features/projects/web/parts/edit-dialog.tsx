import { Button, Dialog, FormProblem, TextArea, TextField, useForm } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { descriptionSchema, projectNameSchema } from '../../contract/index.ts';
import { renewLists } from '../actions/cached-lists.ts';
import { client } from '../queries.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';

const schema = z.object({ name: projectNameSchema, description: descriptionSchema });

/** Name and description of a project. */
export function EditDialog({ project, onClose }: { project: ListedProject; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm({
    schema,
    initial: { name: project.name, description: project.description },
    errorFields: { name_taken: 'name' },
    async submit(values) {
      await client.update({ projectId: project.id, ...values });
      await renewLists(queryClient);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('renameTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="edit-project" variant="primary" loading={form.submitting}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="edit-project" className="flex flex-col gap-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField
          label={t('name')}
          hint={t('nameHint', { address: `/p/${project.slug}` })}
          autoComplete="off"
          {...form.field('name')}
        />
        <TextArea label={t('description')} optional rows={3} {...form.field('description')} />
        <FormProblem problem={form.problem} />
      </form>
    </Dialog>
  );
}
