import type { Kernel, Sql } from '@e-code/kernel/server';
import type { MailPort } from '@e-code/port-mail';
import type { NotificationsSettings } from '../settings.ts';

/** What notifications ask about people; composition gives it from the feature that knows them. */
export interface People {
  /** Names by id; unknown ids are left out. */
  names(sql: Sql, ids: string[]): Promise<Map<string, string>>;
  /** Where a person reads mail; undefined for unknown people and for those whose account is switched off. */
  addressOf(sql: Sql, id: string): Promise<string | undefined>;
}

export interface Parts {
  kernel: Kernel;
  people: People;
  mail: MailPort;
  settings: NotificationsSettings;
}
