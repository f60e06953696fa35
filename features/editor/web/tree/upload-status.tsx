import type { UnfinishedUpload } from '@e-code/host/contract';
import { Button, formatBytes, formatRelative, IconButton, Progress, toast } from '@e-code/kernel/web';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { toHostProblem } from '../host/problem.ts';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { UploadState } from './uploads.ts';

/** This many lines of a list are shown; the rest is counted. */
const shown = 3;

/** Below the tree while files travel, and afterwards when something needs an answer. */
export function UploadStatus() {
  const { uploads, rights, socket } = useWorkspace();
  const state = useStore(uploads.state);
  const connection = useStore(socket.state);
  useEffect(() => {
    if (rights.write && connection === 'open') void uploads.look();
  }, [uploads, rights.write, connection]);
  const { active, clashes, failures, unfinished } = state;
  if (!active && clashes.length === 0 && failures.length === 0 && unfinished.length === 0) return null;

  return (
    <div
      role="status"
      className="flex max-h-1/2 flex-col gap-2 overflow-auto border-t border-line bg-raised p-2.5 text-small"
    >
      {active && <Travelling state={state} />}
      {clashes.length > 0 && <Clashes state={state} />}
      {failures.length > 0 && <Failures state={state} />}
      {!active && unfinished.length > 0 && <Unfinished list={unfinished} />}
    </div>
  );
}

function CloseButton({ label, onClick }: { label: string; onClick: () => void }) {
  return <IconButton size="small" label={label} icon={<X size={14} strokeWidth={1.5} />} onClick={onClick} />;
}

function Travelling({ state }: { state: UploadState }) {
  const { uploads } = useWorkspace();
  const sent = state.bytes === 0 ? 0 : Math.min(100, (state.sent / state.bytes) * 100);
  return (
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
      <CloseButton label={t('cancelUpload')} onClick={() => uploads.cancel()} />
    </div>
  );
}

function Clashes({ state: { clashes } }: { state: UploadState }) {
  const { uploads, tree } = useWorkspace();
  const resolve = (conflict: 'replace' | 'keep-both') => () => {
    uploads.dismiss();
    void uploads.send(clashes, conflict).then(() => tree.refresh());
  };
  const [first] = clashes;
  return (
    <div className="flex flex-col gap-2">
      <p className="break-words">
        {clashes.length === 1
          ? t('nameTaken', { name: first?.path ?? '' })
          : t('uploadClashes', { count: clashes.length })}
      </p>
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
  );
}

function Failures({ state: { failures } }: { state: UploadState }) {
  const { uploads } = useWorkspace();
  return (
    <div className="flex items-start gap-2 text-danger">
      <ul className="min-w-0 flex-1">
        {failures.slice(0, shown).map((failure) => (
          <li key={failure.path} className="break-words">
            {failure.path}: {failure.message}
          </li>
        ))}
        {failures.length > shown && <li>{t('andMore', { count: failures.length - shown })}</li>}
      </ul>
      <CloseButton label={t('close')} onClick={() => uploads.dismiss()} />
    </div>
  );
}

/** Uploads that were broken off hold space: how to go on with them, and how to be rid of them. */
function Unfinished({ list }: { list: readonly UnfinishedUpload[] }) {
  const { uploads } = useWorkspace();
  const drop = ({ upload }: UnfinishedUpload) =>
    void uploads.drop(upload).catch((error: unknown) => toast.error(toHostProblem(error).message));
  return (
    <div>
      <p className="pb-1 text-muted">{t('unfinishedUploads')}</p>
      <ul className="flex flex-col gap-1">
        {list.slice(0, shown).map((upload) => (
          <li key={upload.upload} className="flex items-center gap-2">
            <div className="min-w-0 flex-1">
              <p className="truncate" title={upload.path}>
                {baseName(upload.path)}
              </p>
              <p className="text-muted tabular-nums">
                {t('received', { received: formatBytes(upload.received), size: formatBytes(upload.size) })},{' '}
                {formatRelative(upload.modified)}
              </p>
            </div>
            <Button size="small" aria-label={t('removeUpload', { name: upload.path })} onClick={() => drop(upload)}>
              {t('remove')}
            </Button>
          </li>
        ))}
        {list.length > shown && <li className="text-muted">{t('andMore', { count: list.length - shown })}</li>}
      </ul>
    </div>
  );
}
