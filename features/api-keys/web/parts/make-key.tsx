import { apiKeyRequest, keyName, MOST_PROJECTS, scope } from '@e-code/api-keys/contract';
import type { Scope } from '@e-code/api-keys/contract';
import {
  Button,
  Dialog,
  FormProblem,
  ProofCancelled,
  RadioGroup,
  Select,
  TextField,
  useForm,
  withFreshProof,
} from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { client, queries } from '../queries.ts';
import { t } from '../texts.ts';
import type { Made } from './made-key.tsx';
import { ProjectChoice } from './project-choice.tsx';
import { ScopeChoice } from './scope-choice.tsx';

const lifetimes = ['7', '30', '90', '366', 'never'] as const;
const keyProject = z.object({ id: z.string(), name: z.string() });
const schema = z
  .object({
    name: keyName,
    scopes: apiKeyRequest.shape.scopes,
    reach: z.enum(['all', 'chosen']),
    projects: z.array(keyProject).max(MOST_PROJECTS),
    lifetime: z.enum(lifetimes),
  })
  .refine(({ reach, projects }) => reach === 'all' || projects.length > 0, {
    path: ['projects'],
    error: 'Choose a project, or allow all.',
  });
const initial: z.input<typeof schema> = {
  name: '',
  scopes: [scope.enum['project:read']],
  reach: 'all',
  projects: [],
  lifetime: '30',
};

/** What a key is for, what it may do and where, and how long. */
export function MakeKey({ onClose, onMade }: { onClose: () => void; onMade: (made: Made) => void }) {
  const queryClient = useQueryClient();
  const form = useForm({
    schema,
    initial,
    async submit({ name, scopes, reach, projects, lifetime }) {
      const expiresInDays = lifetime === 'never' ? null : Number(lifetime);
      const limit = reach === 'chosen' ? { projectIds: projects.map(({ id }) => id) } : {};
      try {
        const { secret } = await withFreshProof(() => client.create({ name, scopes, expiresInDays, ...limit }));
        await queryClient.invalidateQueries({ queryKey: queries.list.key() });
        onMade({ name, secret, readsProjects: scopes.some((one) => one.startsWith('project:')) });
      } catch (error) {
        if (!(error instanceof ProofCancelled)) throw error;
      }
    },
  });
  const { values, errors, set } = form;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('makeTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="make-api-key" variant="primary" loading={form.submitting}>
            {t('make')}
          </Button>
        </>
      }
    >
      <form
        id="make-api-key"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => void form.onSubmit(event)}
      >
        <FormProblem problem={form.problem} />
        <TextField label={t('name')} hint={t('nameHint')} autoComplete="off" {...form.field('name')} />
        <ScopeChoice
          chosen={values.scopes}
          error={errors.scopes}
          onChange={(scopes: Scope[]) => set('scopes', scopes)}
        />
        <RadioGroup
          label={t('projects')}
          options={[
            { value: 'all', label: t('allProjects'), hint: t('allProjectsHint') },
            { value: 'chosen', label: t('chosenProjects'), hint: t('chosenProjectsHint') },
          ]}
          value={values.reach}
          onValueChange={(reach) => set('reach', reach)}
        />
        {values.reach === 'chosen' && (
          <ProjectChoice
            chosen={values.projects}
            error={errors.projects}
            onChange={(projects) => set('projects', projects)}
          />
        )}
        <Select
          label={t('expiry')}
          options={lifetimes.map((value) => ({ value, label: lifetimeWords(value) }))}
          value={values.lifetime}
          onValueChange={(lifetime) => set('lifetime', lifetime)}
        />
      </form>
    </Dialog>
  );
}

function lifetimeWords(value: (typeof lifetimes)[number]): string {
  return value === 'never' ? t('expiryNever') : t('expiresIn', { count: Number(value) });
}
