import { createClient, createQueries } from '@e-code/kernel/web';
import { projectsContract } from '@e-code/projects/contract';
import { sandboxEndpoints } from '@e-code/sandboxes/contract';

/** The platform's endpoints that the workspace uses. */
export const projects = createClient(projectsContract);
export const sandboxes = createClient(sandboxEndpoints);

export const projectQueries = createQueries('projects', projects);
export const sandboxQueries = createQueries('sandboxes', sandboxes);
