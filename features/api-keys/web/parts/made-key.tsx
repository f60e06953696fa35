import { Button, CodeBlock, CopyField, Dialog } from '@e-code/kernel/web';
import { t } from '../texts.ts';

export interface Made {
  name: string;
  secret: string;
  /** Whether it may look at projects, for the example. */
  readsProjects: boolean;
}

/** The key, the only time it is shown, and a request that shows it works. */
export function MadeKey({ made, onClose }: { made: Made; onClose: () => void }) {
  const path = made.readsProjects ? '/api/projects' : '/api/me';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('secretTitle', { name: made.name })}
      description={t('secretWhy')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyField label={t('secret')} value={made.secret} hint={t('secretHint')} />
        <div className="flex flex-col gap-1.5">
          <span className="text-ui font-medium">{t('usage')}</span>
          <CodeBlock code={`curl -H 'Authorization: Bearer ${made.secret}' ${location.origin}${path}`} wrap />
        </div>
      </div>
    </Dialog>
  );
}
