/** The store of one project in one environment. */
export interface Space {
  /** As the port knows it. */
  readonly id: string;
  readonly projectId: string;
}

/** Programs of the workspace use `development`; deployments have stores of their own. */
export type Environment = 'development' | 'production';

export function spaceOf(projectId: string, environment: Environment): string {
  return `${projectId}/${environment}`;
}
