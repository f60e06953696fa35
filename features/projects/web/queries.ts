import { gitContract } from '@e-code/git/contract';
import { createClient, createQueries } from '@e-code/kernel/web';
import { projectsContract } from '../contract/index.ts';

export const client = createClient(projectsContract);
export const queries = createQueries('projects', client);

/** A project as the list answers it: dates are text on this side. */
export type ListedProject = Awaited<ReturnType<typeof client.list>>['projects'][number];
export type ListedTemplate = Awaited<ReturnType<typeof client.listTemplates>>['templates'][number];

/** Where git is served over SSH, for the address that is handed on. */
export const gitQueries = createQueries('git', createClient(gitContract));
