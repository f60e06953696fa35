import { Button, FormProblem, formatDateTime, Link, TextField, useForm, useNavigation } from '@e-code/kernel/web';
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
  const enter = useEnter(secret);
  const form = useForm({
    schema: link.asksName ? asked : optional,
    initial: { name: '' },
    errorFields: { guest_name_missing: 'name' },
    submit: ({ name }) => enter(name),
  });
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void form.onSubmit(event)}>
      <Invited link={link} />
      <FormProblem problem={form.problem} />
      <TextField
        label={t('callYou')}
        hint={link.asksName ? t('callYouHint') : t('callYouOptional')}
        size="large"
        autoComplete="nickname"
        autoFocus
        {...form.field('name')}
      />
      <Button type="submit" variant="primary" size="large" wide loading={form.submitting}>
        {t('enter')}
      </Button>
      <p className="text-small text-muted">
        {t('haveAccount')}{' '}
        <Link to="/sign-in" className="text-accent-text underline">
          {t('signIn')}
        </Link>
      </p>
    </form>
  );
}

/** The way in for somebody with an account, who comes as themselves. */
export function JoinForm({ secret, link, name }: { secret: string; link: OpenLink; name: string }) {
  const enter = useEnter(secret);
  const form = useForm({ schema: z.object({}), initial: {}, submit: () => enter('') });
  return (
    <form className="flex flex-col gap-5" onSubmit={(event) => void form.onSubmit(event)}>
      <Invited link={link} />
      <p className="text-body text-muted">{t('joinAs', { name })}</p>
      <FormProblem problem={form.problem} />
      <Button type="submit" variant="primary" size="large" wide loading={form.submitting} autoFocus>
        {t('enter')}
      </Button>
    </form>
  );
}

function Invited({ link }: { link: OpenLink }) {
  const { project, owner, permission, expiresAt } = link;
  return (
    <header>
      <h1 className="text-heading font-semibold text-balance">{t('title', { owner, project })}</h1>
      <p className="mt-1 text-body text-muted">
        {may[permission]} {t('until', { time: formatDateTime(expiresAt) })}.
      </p>
    </header>
  );
}

function useEnter(secret: string): (name: string) => Promise<void> {
  const queryClient = useQueryClient();
  const { go } = useNavigation();
  return async (name) => {
    const { slug } = await client.enterAsGuest({ secret, ...(name !== '' && { name }) });
    // What was read before is another's, or is more now.
    queryClient.clear();
    go(`/p/${slug}`, { replace: true });
  };
}
