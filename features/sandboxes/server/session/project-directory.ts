import type { Sql } from '@e-code/kernel/server';

export type ProjectRole = 'owner' | 'editor' | 'writer' | 'runner' | 'viewer';

export interface ProjectEntry {
  readonly id: string;
  /** Unique for each project: the number of its volume. */
  readonly ordinal: number;
  readonly name: string;
}

/** What sessions need to know of projects; given at composition by the feature that keeps them. */
export interface ProjectDirectory {
  /** The role of the person or guest in the project, or undefined when they may not know that it exists. */
  roleOf(sql: Sql, projectId: string, personId: string): Promise<ProjectRole | undefined>;
  /** Whether everybody may see it, signed in or not: it is public, or unlisted and they have its address. */
  isOpen(sql: Sql, projectId: string): Promise<boolean>;
  find(sql: Sql, projectId: string): Promise<ProjectEntry | undefined>;
  /** Somebody used the project now. Called at most once a minute for each project. */
  touched(projectId: string): Promise<void> | void;
}

/** The volume and the sandbox of a project have this name. */
export function volumeOf(projectId: string): string {
  return projectId.replaceAll('_', '-');
}

/** The project whose volume has this name. */
export function projectOf(volume: string): string {
  return volume.replace('-', '_');
}
