import { z } from 'zod';
import { Client } from './client.ts';

export interface Invited {
  client: Client;
  id: string;
}

/** Somebody whom the owner invited and who accepted. */
export async function invite(owner: Client, name: string): Promise<Invited> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const { link } = z.object({ link: z.string() }).parse(await owner.do('POST', '/invitations', { email }));
  const token = link.split('#')[1]?.split('=').at(-1) ?? '';
  const client = new Client(owner.origin);
  await client.do('POST', '/invitation/accepted', { token, name, password: 'slow brown ferry at dawn' });
  const people = z.array(z.object({ id: z.string(), name: z.string() })).parse(await owner.do('GET', '/people'));
  const id = people.find((person) => person.name === name)?.id ?? '';
  return { client, id };
}
