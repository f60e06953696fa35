import { Select, TextField } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { projectQueries } from '../platform/endpoints.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Thread } from './endpoints.ts';
import { t } from './texts.ts';
import type { ThreadBook } from './thread-book.ts';

const nobody = 'nobody';

/** Who sees to a thread, and by when. */
export function ThreadDuties({ book, thread }: { book: ThreadBook; thread: Thread }) {
  const { project } = useWorkspace();
  const members = useQuery(projectQueries.listMembers.queryOptions({ input: { projectId: project.id } }));
  const { assignee } = thread;
  const people = new Map(members.data?.members.map(({ person }) => [person.id, person.name]));
  if (assignee) people.set(assignee.id, assignee.name);
  return (
    <div className="grid grid-cols-2 gap-2">
      <Select
        label={t('assign')}
        value={assignee?.id ?? nobody}
        options={[{ value: nobody, label: t('nobody') }, ...[...people].map(([value, label]) => ({ value, label }))]}
        onValueChange={(next) => void book.change(thread.id, { assigneeId: next === nobody ? null : next })}
      />
      <TextField
        label={t('dueOn')}
        type="date"
        value={thread.dueOn ?? ''}
        onValueChange={(next) => void book.change(thread.id, { dueOn: next === '' ? null : next })}
      />
    </div>
  );
}
