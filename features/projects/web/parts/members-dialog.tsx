import {
  Avatar,
  Button,
  Dialog,
  FormProblem,
  IconButton,
  QueryError,
  Select,
  Skeleton,
  TextField,
  toast,
  toProblem,
  useForm,
} from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { memberRoleSchema } from '../../contract/index.ts';
import type { Member, MemberRole, Role } from '../../contract/index.ts';
import { client, queries } from '../queries.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';

/** What the dialog must know of its project. */
export type SharedProject = Pick<ListedProject, 'id' | 'name'> & { role: Role };

const roleOptions: readonly { value: MemberRole; label: string }[] = [
  { value: 'editor', label: t('editor') },
  { value: 'runner', label: t('runner') },
  { value: 'viewer', label: t('viewer') },
];

const invitation = z.object({ email: z.email(t('emailWrong')), role: memberRoleSchema });

/** Who works in a project, and what each may do there. */
export function MembersDialog({
  project,
  onClose,
  children,
}: {
  project: SharedProject;
  onClose: () => void;
  /** Below the list. */
  children?: ReactNode;
}) {
  const list = useQuery(queries.listMembers.queryOptions({ input: { projectId: project.id } }));
  return (
    <Dialog open onOpenChange={onClose} title={t('membersTitle', { name: project.name })} description={t('membersWhy')}>
      <div className="flex flex-col gap-4">
        {project.role === 'owner' && <AddMember projectId={project.id} />}
        {list.isPending && <Skeleton className="h-10" />}
        {list.isError && <QueryError error={list.error} title={t('membersFailed')} layout="inline" />}
        {list.isSuccess && (
          <ul className="divide-y divide-line">
            {list.data.members.map((member) => (
              <MemberRow key={member.person.id} project={project} member={member} />
            ))}
          </ul>
        )}
        {children}
      </div>
    </Dialog>
  );
}

function useRenewMembers(projectId: string): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: queries.listMembers.key({ input: { projectId } }) });
}

function AddMember({ projectId }: { projectId: string }) {
  const renew = useRenewMembers(projectId);
  const form = useForm({
    schema: invitation,
    initial: { email: '', role: 'editor' },
    errorFields: { person_unknown: 'email', already_member: 'email' },
    async submit(values) {
      await client.addMember({ projectId, ...values });
      form.reset();
      await renew();
    },
  });
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void form.onSubmit(event)}>
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          className="min-w-48 flex-1"
          label={t('email')}
          hideLabel
          placeholder={t('email')}
          type="email"
          autoComplete="off"
          {...form.field('email')}
        />
        <Select
          className="w-28"
          label={t('role')}
          hideLabel
          options={roleOptions}
          value={form.values.role}
          onValueChange={(role) => form.set('role', role)}
        />
        <Button type="submit" variant="primary" loading={form.submitting}>
          {t('add')}
        </Button>
      </div>
      <FormProblem problem={form.problem} />
    </form>
  );
}

function MemberRow({ project, member }: { project: SharedProject; member: Member }) {
  const renew = useRenewMembers(project.id);
  const { id: personId, name } = member.person;
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      toast.error(toProblem(error).message);
    }
    await renew();
  };
  const given = member.role === 'owner' ? undefined : member.role;
  return (
    <li className="flex min-h-11 items-center gap-2.5 py-1.5 text-ui">
      <Avatar name={name} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {given === undefined || project.role !== 'owner' ? (
        <span className="text-muted">{given === undefined ? t('owner') : t(given)}</span>
      ) : (
        <>
          <Select
            className="w-28"
            label={t('roleOf', { name })}
            hideLabel
            options={roleOptions}
            value={given}
            onValueChange={(role) => void change(() => client.changeMember({ projectId: project.id, personId, role }))}
          />
          <IconButton
            label={t('removeMember', { name })}
            icon={<X size={16} strokeWidth={1.5} />}
            onClick={() => void change(() => client.removeMember({ projectId: project.id, personId }))}
          />
        </>
      )}
    </li>
  );
}
