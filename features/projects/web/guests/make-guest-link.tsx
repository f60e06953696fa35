import { Button, Checkbox, CopyField, FormProblem, Select, useForm } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { guestPermissionSchema } from '../../contract/index.ts';
import { client, queries } from '../queries.ts';
import { t } from './texts.ts';

const lifetimes = [
  { value: '1', label: t('hour') },
  { value: '24', label: t('day') },
  { value: '168', label: t('week') },
  { value: '720', label: t('month') },
];
const schema = z.object({ permission: guestPermissionSchema, hours: z.string(), asksName: z.boolean() });

/** The link that was made last, with its address. */
export type MadeLink = { readonly id: string; readonly address: string };

type MakeProps = { projectId: string; made: MadeLink | undefined; onMade: (link: MadeLink) => void };

/** What a new link lets its guests do and how long; its address is shown here and nowhere later. */
export function MakeGuestLink({ projectId, made, onMade }: MakeProps) {
  const queryClient = useQueryClient();
  const form = useForm({
    schema,
    initial: { permission: 'view', hours: '24', asksName: true },
    async submit({ hours, ...chosen }) {
      const { link, address } = await client.createGuestLink({ projectId, hours: Number(hours), ...chosen });
      onMade({ id: link.id, address });
      await queryClient.invalidateQueries({ queryKey: queries.listGuestLinks.key({ input: { projectId } }) });
    },
  });
  const { values, set } = form;
  return (
    <>
      <form className="flex flex-col gap-3" onSubmit={(event) => void form.onSubmit(event)}>
        <div className="flex flex-wrap items-end gap-2">
          <Select
            className="min-w-36 flex-1"
            label={t('permission')}
            options={guestPermissionSchema.options.map((value) => ({ value, label: t(value) }))}
            value={values.permission}
            onValueChange={(permission) => set('permission', permission)}
          />
          <Select
            className="w-28"
            label={t('time')}
            options={lifetimes}
            value={values.hours}
            onValueChange={(hours) => set('hours', hours)}
          />
          <Button type="submit" loading={form.submitting}>
            {t('make')}
          </Button>
        </div>
        <Checkbox
          label={t('asksName')}
          checked={values.asksName}
          onCheckedChange={(asksName) => set('asksName', asksName)}
        />
        <FormProblem problem={form.problem} />
      </form>
      {made && <CopyField label={t('linkAddress')} hint={t('linkOnce')} value={made.address} />}
    </>
  );
}
