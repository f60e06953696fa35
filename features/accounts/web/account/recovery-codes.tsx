import { Button, CopyButton, Dialog } from '@e-code/kernel/web';
import { Download } from 'lucide-react';
import { t } from '../parts/texts.ts';

function download(codes: readonly string[]): void {
  const text = `E-Code · ${location.host}\n${t('recoveryCodes')}\n\n${codes.join('\n')}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `e-code-recovery-codes-${location.hostname}.txt`;
  link.click();
  URL.revokeObjectURL(address);
}

/** The recovery codes, the only time they are shown. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="small"
      title={t('recoveryCodes')}
      description={t('recoveryCodesWhy')}
      footer={
        <>
          <Button icon={<Download size={16} strokeWidth={1.5} />} onClick={() => download(codes)}>
            {t('download')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('codesKept')}
          </Button>
        </>
      }
    >
      <div className="relative rounded-control border border-line bg-sunken p-4">
        <ol className="grid grid-cols-1 gap-x-6 gap-y-1 font-mono text-ui select-all sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="absolute top-1 right-1">
          <CopyButton text={codes.join('\n')} label={t('copyCodes')} />
        </div>
      </div>
    </Dialog>
  );
}
