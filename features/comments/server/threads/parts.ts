import type { Call, Kernel, Sql } from '@e-code/kernel/server';
import type { Projects } from '../access.ts';

/** What comments ask about people; composition gives it from the feature that knows them. */
export interface People {
  /** Names by id; unknown ids are left out. */
  names(sql: Sql, ids: string[]): Promise<Map<string, string>>;
}

/** How people hear of something; composition gives it from the feature that tells them. */
export type Notify = (
  work: Pick<Call<unknown>, 'sql' | 'afterCommit'>,
  people: readonly string[],
  news: {
    kind: 'mention' | 'assign' | 'reply' | 'resolve';
    actorId: string;
    /** Of somebody without an account. */
    actorName?: string;
    project: { id: string; name: string };
    subject: string;
    title: string;
    text: string;
    address: string;
  },
) => Promise<void>;

/** What the handlers of comments share. */
export interface Parts {
  kernel: Kernel;
  projects: Projects;
  people: People;
  notify: Notify;
}

export type OfProject<More = unknown> = Call<{ projectId: string } & More>;
export type OfThread<More = unknown> = OfProject<{ threadId: string } & More>;
export type OfComment<More = unknown> = OfProject<{ commentId: string } & More>;
