import { Button, formatBytes, IconButton, Progress } from '@e-code/kernel/web';
import { X } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** Below the tree while files travel, and afterwards when something needs an answer. */
export function UploadStatus() {
  const { uploads } = useWorkspace();
  const state = useStore(uploads.state);
  const { clashes, failures } = state;
  if (!state.active && clashes.length === 0 && failures.length === 0) return null;

  const resolve = (conflict: 'replace' | 'keep-both') => () => {
    const again = clashes;
    uploads.dismiss();
    void uploads.send(again, conflict);
  };
  const sent = state.bytes === 0 ? 0 : Math.min(100, (state.sent / state.bytes) * 100);
  return (
    <div role="status" className="flex flex-col gap-2 border-t border-line bg-raised p-2.5 text-small">
      {state.active && (
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <p className="pb-1 tabular-nums">
              {t('uploading', {
                done: state.done,
                files: state.files,
                sent: formatBytes(state.sent),
                bytes: formatBytes(state.bytes),
              })}
            </p>
            <Progress label={t('upload')} value={sent} />
          </div>
          <IconButton
            size="small"
            label={t('cancelUpload')}
            icon={<X size={14} strokeWidth={1.5} />}
            onClick={() => uploads.cancel()}
          />
        </div>
      )}
      {clashes.length > 0 && (
        <div className="flex flex-col gap-2">
          <p>{t('uploadClashes', { count: clashes.length })}</p>
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={resolve('replace')}>
              {t('replaceFiles')}
            </Button>
            <Button size="small" onClick={resolve('keep-both')}>
              {t('keepBoth')}
            </Button>
            <Button size="small" variant="ghost" onClick={() => uploads.dismiss()}>
              {t('skip')}
            </Button>
          </div>
        </div>
      )}
      {failures.length > 0 && (
        <div className="flex items-start gap-2 text-danger">
          <ul className="min-w-0 flex-1">
            {failures.slice(0, 3).map((failure) => (
              <li key={failure.path} className="break-words">
                {failure.path}: {failure.message}
              </li>
            ))}
            {failures.length > 3 && <li>{t('andMore', { count: failures.length - 3 })}</li>}
          </ul>
          <IconButton
            size="small"
            label={t('close')}
            icon={<X size={14} strokeWidth={1.5} />}
            onClick={() => uploads.dismiss()}
          />
        </div>
      )}
    </div>
  );
}
