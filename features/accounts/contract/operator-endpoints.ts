import { endpoint } from '@e-code/kernel/contract';
import { z } from 'zod';
import { accountsErrors } from './errors.ts';
import { email, invitation, invitationId, mail, mailSummary, person, personId } from './shapes.ts';

const errors = accountsErrors.definitions;
const nothing = z.object({});

/** What operators of the installation do. To everybody else these do not exist. */
export const operatorEndpoints = {
  listPeople: endpoint({
    method: 'GET',
    path: '/people',
    summary: 'Everybody with an account here',
    access: 'accounts.operate',
    input: nothing,
    output: z.array(person),
  }),
  disablePerson: endpoint({
    method: 'POST',
    path: '/people/{id}/disabled',
    summary: 'Switch an account off; ends its sessions',
    access: 'accounts.operate_fresh',
    input: z.object({ id: personId }),
    output: nothing,
    errors: { last_operator: errors.last_operator, owner_stays: errors.owner_stays },
  }),
  enablePerson: endpoint({
    method: 'DELETE',
    path: '/people/{id}/disabled',
    summary: 'Switch an account on again',
    access: 'accounts.operate_fresh',
    input: z.object({ id: personId }),
    output: nothing,
  }),
  changeOperator: endpoint({
    method: 'PUT',
    path: '/people/{id}/operator',
    summary: 'Make a person operator, or no longer',
    access: 'accounts.operate_fresh',
    input: z.object({ id: personId, operator: z.boolean() }),
    output: nothing,
    errors: { last_operator: errors.last_operator, owner_stays: errors.owner_stays },
  }),
  listInvitations: endpoint({
    method: 'GET',
    path: '/invitations',
    summary: 'Invitations that nobody accepted yet',
    access: 'accounts.operate',
    input: nothing,
    output: z.array(invitation),
  }),
  invite: endpoint({
    method: 'POST',
    path: '/invitations',
    summary: 'Invite a person: a mail is sent, and the link is answered once',
    access: 'accounts.operate_fresh',
    input: z.object({ email }),
    output: z.object({ invitation, link: z.url() }),
    errors: { person_known: errors.person_known },
  }),
  withdrawInvitation: endpoint({
    method: 'DELETE',
    path: '/invitations/{id}',
    summary: 'Withdraw an invitation',
    access: 'accounts.operate',
    input: z.object({ id: invitationId }),
    output: nothing,
  }),
  listMail: endpoint({
    method: 'GET',
    path: '/outbox',
    summary: 'Mail that stayed on this machine, newest first',
    access: 'accounts.operate',
    input: z.object({ before: z.string().max(60).optional() }),
    output: z.array(mailSummary),
    errors: { mail_not_kept: errors.mail_not_kept },
  }),
  readMail: endpoint({
    method: 'GET',
    path: '/outbox/{id}',
    summary: 'One mail of the outbox',
    access: 'accounts.operate_fresh',
    input: z.object({ id: z.string().max(60) }),
    output: mail,
    errors: { mail_not_kept: errors.mail_not_kept },
  }),
};
