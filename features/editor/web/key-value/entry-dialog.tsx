import type { KeyValueEntry, Value } from '@e-code/key-value/contract';
import {
  Banner,
  Button,
  Dialog,
  formatBytes,
  QueryError,
  Skeleton,
  TextField,
  toast,
  toProblem,
} from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '../workspace/context.ts';
import { store, storeQueries } from './endpoints.ts';
import { type Expiry, ExpiryField, momentOf } from './expiry-field.tsx';
import { t } from './texts.ts';
import { ValueField } from './value-field.tsx';

/** What the API takes in one request, with room for the rest of it. */
const mostBytes = 200_000;

/** An entry to read and change; without a name, a new one. */
export function EntryDialog({
  name,
  prefix,
  onClose,
}: {
  name: string | undefined;
  prefix: string;
  onClose: () => void;
}) {
  const { project } = useWorkspace();
  const { data, error, refetch } = useQuery({
    ...storeQueries.get.queryOptions({ input: { projectId: project.id, key: name ?? '' } }),
    enabled: name !== undefined,
    // What is edited does not change under the person's hands; saving tells when it did.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (name === undefined || data !== undefined) {
    const reload = async (): Promise<void> => void (await refetch());
    return <Form key={data?.revision} entry={data} prefix={prefix} onReload={reload} onClose={onClose} />;
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('entry', { key: name })} size="large">
      {error ? (
        <QueryError title={t('cannotLoad')} error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  );
}

type FormProps = {
  entry: KeyValueEntry | undefined;
  prefix: string;
  onReload: () => Promise<void>;
  onClose: () => void;
};

type Failed = ReturnType<typeof toProblem>;

function Form({ entry, prefix, onReload, onClose }: FormProps) {
  const { rights } = useWorkspace();
  const { present, bytes, tooLarge, ...first } = shapeOf(entry, prefix);
  const [key, setKey] = useState(first.key);
  const [text, setText] = useState(first.text);
  const [expiry, setExpiry] = useState<Expiry>(present === null ? 'never' : 'keep');
  const mayWrite = rights.git && tooLarge === undefined;
  const { save, saving, problem } = useSaving(entry, onClose);
  const submit = (): void => {
    const value = bytes === undefined ? { text } : { base64: text.trim() };
    void save({ key, value, expiresAt: momentOf(expiry, present) });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="large"
      title={entry === undefined ? t('newKey') : t('entry', { key: entry.key })}
      footer={<Footer saving={saving} onSave={mayWrite ? submit : undefined} onClose={onClose} />}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {problem && <Problem problem={problem} changed={entry !== undefined} onReload={onReload} />}
        {entry === undefined && <TextField mono label={t('key')} value={key} onValueChange={setKey} maxLength={1000} />}
        {tooLarge && <Banner tone="info">{t('tooLarge', { bytes: formatBytes(tooLarge) })}</Banner>}
        {tooLarge === undefined && <ValueField text={text} bytes={bytes} readOnly={!mayWrite} onChange={setText} />}
        {mayWrite && <ExpiryField present={present} value={expiry} onChange={setExpiry} />}
      </form>
    </Dialog>
  );
}

function Footer({
  saving,
  onSave,
  onClose,
}: {
  saving: boolean;
  onSave: (() => void) | undefined;
  onClose: () => void;
}) {
  return (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      {onSave && (
        <Button variant="primary" loading={saving} onClick={onSave}>
          {t('save')}
        </Button>
      )}
    </>
  );
}

/** Saves what a person made of an entry, unless somebody else changed it since. */
function useSaving(entry: KeyValueEntry | undefined, onSaved: () => void) {
  const { project } = useWorkspace();
  const queryClient = useQueryClient();
  const [problem, setProblem] = useState<Failed>();
  const [saving, setSaving] = useState(false);
  async function save(wish: { key: string; value: Value; expiresAt: number | null }): Promise<void> {
    setSaving(true);
    setProblem(undefined);
    try {
      await store.set({ projectId: project.id, entries: [{ ...wish, revision: entry?.revision ?? null }] });
      await queryClient.invalidateQueries({ queryKey: storeQueries.list.key() });
      toast.success(t('saved'), { timeout: 2000 });
      onSaved();
    } catch (error) {
      setProblem(toProblem(error));
      setSaving(false);
    }
  }
  return { save, saving, problem };
}

function Problem(props: { problem: Failed; changed: boolean; onReload: () => Promise<void> }) {
  const { problem, changed, onReload } = props;
  if (problem.code !== 'key_changed') return <Banner tone="danger">{problem.message}</Banner>;
  if (!changed) return <Banner tone="danger">{t('exists')}</Banner>;
  return (
    <Banner tone="warning" action={<Button onClick={() => void onReload()}>{t('loadAgain')}</Button>}>
      {t('changedMeanwhile')}
    </Banner>
  );
}

/** What the form begins with. */
function shapeOf(entry: KeyValueEntry | undefined, prefix: string) {
  if (entry === undefined) return { key: prefix, text: '', present: null, bytes: undefined, tooLarge: undefined };
  const { key, value, bytes, expiresAt: present } = entry;
  const text = 'text' in value ? value.text : value.base64;
  const tooLarge = bytes > mostBytes ? bytes : undefined;
  return { key, text, present, tooLarge, bytes: 'base64' in value ? bytes : undefined };
}
