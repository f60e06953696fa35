import { secondFactorCode } from '@e-code/accounts/contract';
import { Button, FormProblem, TextField, useForm } from '@e-code/kernel/web';
import { z } from 'zod';
import { client } from '../queries.ts';
import { useEnter } from './enter.ts';
import { FormPage } from './form-page.tsx';
import { t } from './texts.ts';

const schema = z.object({ code: secondFactorCode });

/** The second step of a sign-in. */
export function SecondFactor({ ticket, onStartAgain }: { ticket: string; onStartAgain: () => void }) {
  const enter = useEnter();
  const form = useForm({
    schema,
    initial: { code: '' },
    errorFields: { code_refused: 'code' },
    async submit({ code }) {
      await client.signInWithSecondFactor({ ticket, code });
      enter();
    },
  });
  return (
    <FormPage title={t('twoFactorStep')} hint={t('codeHint')}>
      <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-5" noValidate>
        <FormProblem problem={form.problem} />
        <TextField
          label={t('code')}
          size="large"
          mono
          autoComplete="one-time-code"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          {...form.field('code')}
        />
        <div className="flex flex-col gap-2">
          <Button type="submit" variant="primary" size="large" wide loading={form.submitting}>
            {t('signIn')}
          </Button>
          <Button variant="ghost" size="large" wide onClick={onStartAgain}>
            {t('startAgain')}
          </Button>
        </div>
      </form>
    </FormPage>
  );
}
