import type { Person } from '@e-code/accounts/contract';
import {
  AlertDialog,
  Badge,
  formatRelative,
  IconButton,
  Menu,
  QueryError,
  Skeleton,
  Table,
  TextField,
  useSearchParam,
  type Column,
  type MenuEntry,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { MoreHorizontal, Search } from 'lucide-react';
import { useState } from 'react';
import { Invitations } from '../parts/invitations.tsx';
import { OperatorsOnly } from '../parts/operators-only.tsx';
import { Page } from '../parts/page.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { InvitePerson } from '../parts/invite-person.tsx';
import { client, queries } from '../queries.ts';

/** As many as one sees at a glance. */
const FEW = 10;

/** Everybody with an account, for operators. */
export function People() {
  const people = useQuery(queries.listPeople.queryOptions({ input: {} }));
  return (
    <OperatorsOnly error={people.error}>
      <Page title={t('people')} hint={t('peopleHint')} action={<InvitePerson />}>
        {people.isError && (
          <QueryError error={people.error} title={t('people')} onRetry={() => void people.refetch()} />
        )}
        {people.isPending && <Skeleton className="h-40 w-full" />}
        {people.data && <PeopleTable people={people.data} />}
        {people.data && <Invitations />}
      </Page>
    </OperatorsOnly>
  );
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  const [disabling, setDisabling] = useState<Person>();
  // The field must not wait for the router: letters typed fast would be lost.
  const [kept, keep] = useSearchParam('q');
  const [search, setSearch] = useState(kept ?? '');
  const [, change] = useChange();
  const found = people.filter((person) => hasWords(person, search));
  return (
    <>
      {people.length > FEW && (
        <TextField
          className="mb-3 max-w-90"
          label={t('searchPeople')}
          hideLabel
          type="search"
          placeholder={t('searchPeople')}
          prefix={<Search size={16} strokeWidth={1.5} />}
          autoComplete="off"
          value={search}
          onValueChange={(words) => {
            setSearch(words);
            keep(words);
          }}
        />
      )}
      {found.length === 0 && <p className="text-ui text-muted">{t('nobodyFound', { search })}</p>}
      <Table
        label={t('people')}
        rows={found}
        rowKey={({ id }) => id}
        rowHeight={52}
        columns={columnsFor((person) => actionsFor(person, change, () => setDisabling(person)))}
      />
      <AlertDialog
        open={disabling !== undefined}
        onOpenChange={() => setDisabling(undefined)}
        title={t('disableTitle', { name: disabling?.name ?? '' })}
        confirmLabel={t('disable')}
        onConfirm={() => {
          const id = disabling?.id;
          if (id !== undefined) void change(() => client.disablePerson({ id }));
        }}
      >
        {t('disableWhy')}
      </AlertDialog>
    </>
  );
}

function hasWords({ name, email }: Person, search: string): boolean {
  const text = `${name} ${email}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function columnsFor(actions: (person: Person) => MenuEntry[]): Column<Person>[] {
  return [
    { key: 'name', header: t('name'), width: 'minmax(0, 1.4fr)', cell: nameCell },
    { key: 'status', header: t('status'), width: '190px', wideOnly: true, cell: stateCell },
    { key: 'seen', header: t('seen'), width: '120px', wideOnly: true, cell: seenCell },
    { key: 'actions', header: hiddenHeader(), width: '36px', cell: (person) => actionsCell(person, actions(person)) },
  ];
}

function hiddenHeader() {
  return <span className="sr-only">{t('actions')}</span>;
}

function actionsCell(person: Person, entries: MenuEntry[]) {
  // The owner stays what they are.
  if (person.owner) return null;
  const label = t('actionsFor', { name: person.name });
  const trigger = <IconButton label={label} icon={<MoreHorizontal size={16} strokeWidth={1.5} />} />;
  return <Menu align="end" entries={entries} trigger={trigger} />;
}

function seenCell({ seenAt }: Person) {
  return seenAt === null ? <span className="text-faint">{t('never')}</span> : formatRelative(seenAt);
}

function nameCell(person: Person) {
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-2">
        <span className="truncate font-medium">{person.name}</span>
        <span className="sm:hidden">{stateCell(person)}</span>
      </div>
      <div className="truncate text-small text-muted">{person.email}</div>
    </div>
  );
}

function stateCell(person: Person) {
  return (
    <span className="flex gap-1">
      {person.owner && <Badge tone="accent">{t('owner')}</Badge>}
      {person.operator && !person.owner && <Badge tone="info">{t('operator')}</Badge>}
      {person.disabled && <Badge tone="danger">{t('disabled')}</Badge>}
      {person.twoFactor && <Badge tone="success">{t('secondFactor')}</Badge>}
    </span>
  );
}

function actionsFor(person: Person, change: ReturnType<typeof useChange>[1], disable: () => void): MenuEntry[] {
  const { id, operator, disabled } = person;
  return [
    {
      label: operator ? t('revokeOperator') : t('makeOperator'),
      onSelect: () => void change(() => client.changeOperator({ id, operator: !operator })),
    },
    disabled
      ? { label: t('enable'), onSelect: () => void change(() => client.enablePerson({ id })) }
      : { label: t('disable'), danger: true, onSelect: disable },
  ];
}
