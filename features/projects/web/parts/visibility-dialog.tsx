import { Button, Dialog, FormProblem, RadioGroup, toast, useForm } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { visibilitySchema } from '../../contract/index.ts';
import { renewLists } from '../actions/cached-lists.ts';
import { client } from '../queries.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { visibilities } from './visibility.tsx';

const schema = z.object({ visibility: visibilitySchema });

/** Who can see a project, each choice with what it means. */
export function VisibilityDialog({ project, onClose }: { project: ListedProject; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm({
    schema,
    initial: { visibility: project.visibility },
    async submit({ visibility }) {
      await client.update({ projectId: project.id, visibility });
      await renewLists(queryClient);
      const { label } = visibilities[visibility];
      toast.success(t('visibilityChanged', { name: project.name, visibility: label.toLowerCase() }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('visibilityTitle', { name: project.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            type="submit"
            form="project-visibility"
            variant="primary"
            disabled={!form.dirty}
            loading={form.submitting}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="project-visibility" className="flex flex-col gap-4" onSubmit={(event) => void form.onSubmit(event)}>
        <RadioGroup
          label={t('visibility')}
          hideLabel
          options={visibilitySchema.options.map((value) => ({ value, ...visibilities[value] }))}
          value={form.values.visibility}
          onValueChange={(visibility) => form.set('visibility', visibility)}
        />
        <FormProblem problem={form.problem} />
      </form>
    </Dialog>
  );
}
