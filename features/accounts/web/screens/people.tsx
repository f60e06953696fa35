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
  type Column,
  type MenuEntry,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Invitations } from '../parts/invitations.tsx';
import { OperatorsOnly } from '../parts/operators-only.tsx';
import { Page } from '../parts/page.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { InvitePerson } from '../parts/invite-person.tsx';
import { client, queries } from '../queries.ts';

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
  const [, change] = useChange();
  return (
    <>
      <Table
        label={t('people')}
        rows={people}
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
  return seenAt === null ? '' : formatRelative(seenAt);
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
