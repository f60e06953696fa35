import { z } from 'zod';
import { defineErrors } from '@e-code/kernel/contract';

export const projectErrors = defineErrors({
  name_taken: {
    status: 409,
    message: 'You already have a project named “{name}”. Choose another name; “{suggestion}” is free.',
    data: z.object({ name: z.string(), suggestion: z.string() }),
  },
  template_unknown: {
    status: 404,
    message: 'There is no template “{template}” on this installation. Choose one from the list.',
    data: z.object({ template: z.string() }),
  },
  storage_full: {
    status: 507,
    message:
      'The machine has no room for another project. Nothing was created; the operator can free or add disk space.',
  },
  in_trash: {
    status: 409,
    message: 'This project is in the trash. Restore it first.',
  },
  not_in_trash: {
    status: 409,
    message: 'Only a project in the trash can be deleted permanently. Move it to the trash first.',
  },
  name_not_confirmed: {
    status: 409,
    message: 'The name does not match, so nothing was deleted. Type “{name}” exactly.',
    data: z.object({ name: z.string() }),
  },
  person_unknown: {
    status: 404,
    message: 'Nobody with the address {email} has an account here. Ask them to join first.',
    data: z.object({ email: z.string() }),
  },
  guest_links_off: {
    status: 403,
    message: 'This installation has no guest links. Add people who have an account, or ask the operator (GUEST_LINKS).',
  },
  guest_link_unknown: {
    status: 404,
    message: 'This guest link has ended or was taken back. Ask whoever sent it for another one.',
  },
  guest_link_full: {
    status: 409,
    message: 'As many guests as a link can hold, {most}, have used this one. Ask whoever sent it for another link.',
    data: z.object({ most: z.number() }),
  },
  guest_name_missing: {
    status: 400,
    message: 'The owner asks guests for a name. Write how you want to be called.',
  },
  too_many_guest_links: {
    status: 409,
    message: 'This project has {most} guest links, the most it can have. Take one back first.',
    data: z.object({ most: z.number() }),
  },
  already_member: {
    status: 409,
    message: '{name} is in this project already. Change their role in the list.',
    data: z.object({ name: z.string() }),
  },
});
