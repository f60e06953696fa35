import { participantOf } from '@e-code/kernel/server';
import type { Participant } from '@e-code/kernel/server';
import { guests } from '../tables.ts';
import type { OfProject } from './parts.ts';

/** Who writes. The name of a guest is kept here, since their visit ends and what they say stays. */
export async function writerOf({ actor, input, sql }: OfProject): Promise<Participant> {
  const writer = participantOf(actor);
  if (writer.kind === 'guest') {
    const { id, name } = writer;
    await sql.insert(guests).values({ id, name, projectId: input.projectId }).onConflictDoNothing();
  }
  return writer;
}
