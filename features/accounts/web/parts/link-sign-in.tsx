import { Button, FormProblem, toProblem } from '@e-code/kernel/web';
import { useMutation } from '@tanstack/react-query';
import { client } from '../queries.ts';
import { useEnter } from './enter.ts';
import { FormPage } from './form-page.tsx';
import { t } from './texts.ts';

/** A link from a mail. It asks for a click, because programs that check mail open links and would use it up. */
export function LinkSignIn({
  token,
  onSecondFactor,
  onStartAgain,
}: {
  token: string;
  onSecondFactor: (ticket: string) => void;
  onStartAgain: () => void;
}) {
  const enter = useEnter();
  const signIn = useMutation({
    mutationFn: () => client.signInWithLink({ token }),
    onSuccess: (result) => (result.state === 'second_factor' ? onSecondFactor(result.ticket) : enter()),
  });
  return (
    <FormPage title={t('signInTitle')}>
      <FormProblem problem={signIn.error ? toProblem(signIn.error) : undefined} />
      {signIn.isError ? (
        <Button size="large" wide onClick={onStartAgain}>
          {t('startAgain')}
        </Button>
      ) : (
        <Button
          variant="primary"
          size="large"
          wide
          autoFocus
          loading={signIn.isPending}
          onClick={() => signIn.mutate()}
        >
          {t('signIn')}
        </Button>
      )}
    </FormPage>
  );
}
