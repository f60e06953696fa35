import { Banner, Button } from '@e-code/kernel/web';
import { FormPage } from './form-page.tsx';
import { t } from './texts.ts';

/** Says that a mail is on its way, and where it is when this installation sends none. */
export function MailSent({ hint, mailStays, onBack }: { hint: string; mailStays: boolean; onBack?: () => void }) {
  return (
    <FormPage title={t('checkMail')} hint={hint}>
      {mailStays && <Banner>{t('mailToOperator')}</Banner>}
      {onBack && (
        <Button size="large" wide onClick={onBack}>
          {t('backToPassword')}
        </Button>
      )}
    </FormPage>
  );
}
