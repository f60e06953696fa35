import { Button, FormProblem, formatDateTime, TextField, useForm, useNavigation } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { guestNameSchema } from '../../contract/index.ts';
import type { GuestPermission } from '../../contract/index.ts';
import { client } from '../queries.ts';
import { t } from './texts.ts';

type OpenLink = Awaited<ReturnType<typeof client.readGuestLink>>;

const may: Record<GuestPermission, string> = {
  view: t('mayView'),
  edit: t('mayEdit'),
  edit_and_run: t('mayEditAndRun'),
};
const asked = z.object({ name: guestNameSchema });
const optional = z.object({ name: guestNameSchema.or(z.literal('')) });

/** What a link leads to and lets its guests do, and the way in. */
export function EnterForm({ secret, link }: { secret: string; link: OpenLink }) {
  const queryClient = useQueryClient();
  const { go } = useNavigation();
  const form = useForm({
    schema: link.asksName ? asked : optional,
    initial: { name: '' },
    errorFields: { guest_name_missing: 'name' },
    async submit({ name }) {
      const { slug } = await client.enterAsGuest({ secret, ...(name !== '' && { name }) });
      // What was read as a visitor is another's.
      queryClient.clear();
      go(`/p/${slug}`, { replace: true });
    },
  });
  const { project, owner, permission, asksName, expiresAt } = link;
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void form.onSubmit(event)}>
      <header>
        <h1 className="text-heading font-semibold text-balance">{t('title', { owner, project })}</h1>
        <p className="mt-1 text-body text-muted">
          {may[permission]} {t('until', { time: formatDateTime(expiresAt) })}.
        </p>
      </header>
      <FormProblem problem={form.problem} />
      <TextField
        label={t('callYou')}
        hint={asksName ? t('callYouHint') : t('callYouOptional')}
        size="large"
        autoComplete="nickname"
        autoFocus
        {...form.field('name')}
      />
      <Button type="submit" variant="primary" size="large" wide loading={form.submitting}>
        {t('enter')}
      </Button>
    </form>
  );
}
