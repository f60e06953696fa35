import { Button, buttonClass, FormProblem, Link, toProblem } from '@e-code/kernel/web';
import { useMutation } from '@tanstack/react-query';
import { FormPage } from '../parts/form-page.tsx';
import { useFragment } from '../parts/fragment.ts';
import { t } from '../parts/texts.ts';
import { client } from '../queries.ts';

/** Confirms an e-mail address with the link from a mail; by a click, as mail checkers open links too. */
export function Verify() {
  const { plain = '', named } = useFragment();
  const change = named.get('change');
  if (change === null) {
    return (
      <Confirmation title={t('verifyTitle')} done={t('verified')} send={() => client.verifyEmail({ token: plain })} />
    );
  }
  return (
    <Confirmation
      title={t('changeEmailTitle')}
      done={t('emailIsChanged')}
      send={() => client.changeEmail({ token: change })}
    />
  );
}

function Confirmation({ title, done, send }: { title: string; done: string; send: () => Promise<unknown> }) {
  const verify = useMutation({ mutationFn: send });
  if (verify.isSuccess) {
    return (
      <FormPage title={done} hint={t('verifiedWhy')}>
        <Link to="/" className={buttonClass({ variant: 'primary', size: 'large', wide: true })}>
          E-Code
        </Link>
      </FormPage>
    );
  }
  return (
    <FormPage title={title}>
      <FormProblem problem={verify.error ? toProblem(verify.error) : undefined} />
      <Button variant="primary" size="large" wide autoFocus loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('confirm')}
      </Button>
    </FormPage>
  );
}
