import { originOf, protocolOf, type RemoteCredential } from '@e-code/git/contract';
import {
  Button,
  Dialog,
  FormProblem,
  PasswordField,
  RadioGroup,
  TextField,
  toast,
  toProblem,
} from '@e-code/kernel/web';
import type { Problem } from '@e-code/kernel/web';
import { useId, useState, type SubmitEvent } from 'react';
import { remotesClient, type KnownRemote, type RemoteBook } from './remote-book.ts';
import type { Place } from './remotes-dialog.tsx';
import { siteOf, sites } from './sites.ts';
import { t } from './texts.ts';

type Kind = RemoteCredential['kind'];
type FormProps = { book: RemoteBook; remote: KnownRemote | undefined; go: (place: Place) => void };

/** Adds a remote, gives one of the repository a credential, or changes where one is and how git gets in. */
export function RemoteForm({ book, remote, go }: FormProps) {
  const form = useDraft(book, remote, go);
  const { draft, set, kind } = form;
  const id = useId();
  const back = (): void => go({ kind: 'list' });
  const known = remote?.id !== undefined;
  return (
    <Dialog
      open
      title={known ? t('changeTitle', { name: remote.name }) : t('add')}
      onOpenChange={(open) => !open && back()}
      footer={
        <>
          <Button onClick={back}>{t('cancel')}</Button>
          <Button type="submit" form={id} variant="primary" loading={form.busy}>
            {known ? t('save') : t('add')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.submit(event)}>
        <FormProblem problem={form.problem} />
        <TextField
          label={t('address')}
          hint={t('addressHint')}
          placeholder={t('addressPlaceholder')}
          value={draft.address}
          onValueChange={(address) => set({ address })}
          autoComplete="off"
          spellCheck={false}
          mono
        />
        {remote === undefined && (
          <TextField
            label={t('name')}
            hint={t('nameHint')}
            value={draft.name}
            onValueChange={(name) => set({ name })}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <RadioGroup<Kind>
          label={t('credential')}
          value={kind}
          onValueChange={(chosen) => set({ kind: chosen })}
          options={optionsFor(draft.address)}
        />
        {kind === 'token' && (
          <TokenFields draft={draft} set={set} keeps={known && remote.details?.credential === 'token'} />
        )}
      </form>
    </Dialog>
  );
}

interface Draft {
  readonly name: string;
  readonly address: string;
  readonly kind: Kind | undefined;
  readonly user: string | undefined;
  readonly secret: string;
}

type FieldsProps = { draft: Draft; set: (change: Partial<Draft>) => void; keeps: boolean };

function TokenFields({ draft, set, keeps }: FieldsProps) {
  const site = siteOf(draft.address);
  return (
    <>
      {site !== 'other' && <p className="text-small text-muted">{`${sites[site].name}: ${sites[site].token}`}</p>}
      <TextField
        label={t('user')}
        value={userOf(draft)}
        onValueChange={(user) => set({ user })}
        autoComplete="off"
        spellCheck={false}
      />
      <PasswordField
        label={t('token')}
        hint={keeps ? `${t('keepToken')} ${t('others')}` : t('others')}
        value={draft.secret}
        onValueChange={(secret) => set({ secret })}
        autoComplete="new-password"
        spellCheck={false}
      />
    </>
  );
}

function optionsFor(address: string): { value: Kind; label: string; hint: string; disabled: boolean }[] {
  const protocol = protocolOf(address.trim());
  return [
    { value: 'token', label: t('token'), hint: t('tokenHint'), disabled: protocol === 'ssh' },
    { value: 'key', label: t('deployKey'), hint: t('deployKeyHint'), disabled: protocol === 'https' },
    { value: 'none', label: t('noCredential'), hint: t('noCredentialHint'), disabled: false },
  ];
}

/** The name that the site takes with a token, until somebody types another. */
function userOf({ user, address }: Draft): string {
  const site = siteOf(address);
  return user ?? (site === 'other' ? '' : sites[site].user);
}

/** What fits the address unless somebody chose what fits too. */
function kindOf({ kind, address }: Draft): Kind {
  const protocol = protocolOf(address.trim());
  if (kind === 'none') return kind;
  if (protocol === 'ssh') return 'key';
  return protocol === 'https' ? 'token' : (kind ?? 'token');
}

function useDraft(book: RemoteBook, remote: KnownRemote | undefined, go: FormProps['go']) {
  const [draft, setDraft] = useState<Draft>({
    name: remote?.name ?? 'origin',
    address: remote?.address ?? '',
    kind: remote?.details?.credential,
    user: remote?.details?.user ?? undefined,
    secret: '',
  });
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const kind = kindOf(draft);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await save(book, remote, { ...draft, kind, user: userOf(draft) });
      const name = remote?.name ?? draft.name.trim();
      toast.success(remote?.id === undefined ? t('added', { name }) : t('changed', { name }));
      await book.tellRepository(name, draft.address.trim());
      const makesKey = kind === 'key' && !staysWith(remote, draft.address, kind);
      go(makesKey ? { kind: 'key', name } : { kind: 'list' });
    } catch (error) {
      setProblem(toProblem(error));
      setBusy(false);
    }
  }
  return { draft, set: (change: Partial<Draft>) => setDraft({ ...draft, ...change }), kind, problem, busy, submit };
}

type Chosen = Draft & { readonly kind: Kind; readonly user: string };

async function save({ projectId }: RemoteBook, remote: KnownRemote | undefined, chosen: Chosen): Promise<void> {
  const address = chosen.address.trim();
  if (remote?.id === undefined) {
    await remotesClient.addRemote({ projectId, name: chosen.name.trim(), address, credential: credentialOf(chosen) });
    return;
  }
  const keeps =
    staysWith(remote, address, chosen.kind) &&
    (chosen.kind !== 'token' || (chosen.secret === '' && chosen.user === remote.details?.user));
  await remotesClient.changeRemote({
    projectId,
    remoteId: remote.id,
    address,
    ...(!keeps && { credential: credentialOf(chosen) }),
  });
}

/** A credential stays while the address leads to the same host; for another one a token is asked for, and a key is made. */
function staysWith(remote: KnownRemote | undefined, address: string, kind: Kind): boolean {
  const { details } = remote ?? {};
  return details?.credential === kind && originOf(details.address) === originOf(address.trim());
}

function credentialOf({ kind, user, secret }: Chosen): RemoteCredential {
  return kind === 'token' ? { kind, user: user.trim(), secret: secret.trim() } : { kind };
}
