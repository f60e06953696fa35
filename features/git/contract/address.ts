/** Where git finds a project, such as `https://code.example.org/git/weather.git`. */
export function cloneAddress(origin: string, slug: string): string {
  return `${origin}/git/${slug}.git`;
}

/** The same over SSH, such as `ssh://git@code.example.org:2222/weather.git`. */
export function sshAddress({ host, port }: { host: string; port: number }, slug: string): string {
  return `ssh://git@${host}${port === 22 ? '' : `:${port}`}/${slug}.git`;
}

/** The project's address of what stands between `/git/` and the next slash. People leave `.git` out, git does not mind. */
export function readRepository(name: string): string {
  return name.replace(/\.git$/, '');
}
