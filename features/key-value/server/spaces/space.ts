/** The store of one project in one environment. */
export interface Space {
  /** As the port knows it. */
  readonly id: string;
  readonly projectId: string;
}

/** Programs of the workspace use `development`; deployments have stores of their own. */
export const environments = ['development', 'production'] as const;
export type Environment = (typeof environments)[number];

export function spaceOf(projectId: string, environment: Environment): string {
  return `${projectId}/${environment}`;
}
