/** Where a token is made and a deploy key is pasted, in the words of each site. */
export interface Site {
  readonly name: string;
  readonly host: RegExp;
  /** The user name that the site takes with a token. */
  readonly user: string;
  readonly token: string;
  readonly key: string;
}

export const sites = {
  github: {
    name: 'GitHub',
    host: /(?:^|[/@.])github\.com/i,
    user: 'x-access-token',
    token:
      'Settings › Developer settings › Fine-grained tokens: choose this one repository, and Contents: Read and write. A push that changes workflows needs Workflows too.',
    key: 'the repository › Settings › Deploy keys › Add deploy key; tick Allow write access to push.',
  },
  gitlab: {
    name: 'GitLab',
    host: /(?:^|[/@.])gitlab\./i,
    user: 'oauth2',
    token:
      'The project › Settings › Access tokens: role Developer or Maintainer, scopes read_repository and write_repository.',
    key: 'the project › Settings › Repository › Deploy keys; tick Grant write permissions to push.',
  },
  bitbucket: {
    name: 'Bitbucket',
    host: /(?:^|[/@.])bitbucket\.org/i,
    user: 'x-token-auth',
    token: 'The repository › Repository settings › Access tokens: Repositories: Write.',
    key: 'the repository › Repository settings › Access keys. These only read; to push, use a token.',
  },
  gitea: {
    name: 'Gitea or Forgejo',
    host: /(?:^|[/@.])(?:gitea\.com|codeberg\.org)/i,
    user: 'git',
    token: 'Your settings › Applications › Generate new token: repository: Read and write.',
    key: 'the repository › Settings › Deploy keys; tick Enable write access to push.',
  },
} as const satisfies Record<string, Site>;

export type SiteName = keyof typeof sites | 'other';

/** The site that an address belongs to, as far as its name tells. */
export function siteOf(address: string): SiteName {
  const known = (Object.keys(sites) as (keyof typeof sites)[]).find((name) => sites[name].host.test(address));
  return known ?? 'other';
}
