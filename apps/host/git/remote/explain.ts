import type { HostErrorCode } from '../../contract/error-table.ts';
import type { GitEntry } from '../../contract/git.ts';
import { HostError } from '../../failure.ts';
import { lastWords, type GitResult } from '../run-git.ts';

/** What git, curl and ssh say, in the order in which it is looked for. */
const sayings: readonly (readonly [HostErrorCode, RegExp])[] = [
  ['remote_key_changed', /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/],
  ['remote_moved', /stale info/],
  ['remote_ahead', /\((?:fetch first|non-fast-forward)\)/],
  ['remote_declined', /\[remote rejected\]|pre-receive hook declined/],
  ['remote_unauthorized', /Authentication failed|could not read Username|Permission denied \(|error: 401/i],
  [
    'remote_forbidden',
    /error: 403|not allowed to push|Permission to .+ denied|read[- ]only|write access .*not granted/i,
  ],
  [
    'remote_absent',
    /repository .*not found|error: 404|does not appear to be a git repository|no such (?:repo|project)/i,
  ],
  ['remote_branch_absent', /couldn't find remote ref/],
  ['remote_certificate', /certificate|SSL|TLS/],
  [
    'remote_unreachable',
    /Could not resolve|Failed to connect|Connection (?:refused|reset|timed out|closed)|timed? ?out|unreachable|No route to host|Operation too slow|hung up/i,
  ],
];

/** What went wrong with a remote, as one of our sentences. */
export function explainRemote({ said, out }: GitResult, entry: GitEntry): HostError {
  const text = `${said}\n${out.toString()}`;
  const details = withoutSecret(lastWords(text), entry);
  if (/cannot run ssh|ssh: (?:not found|No such file)/.test(text)) {
    return new HostError('program_missing', { details: 'ssh is not installed: apt-get install openssh-client' });
  }
  return new HostError(codeOf(text) ?? 'git_failed', { details });
}

/** The same for git that gets in by itself, as in a terminal: what it said is in the details of a failure already. */
export async function inRemoteWords<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    const { details } = error instanceof HostError && error.code === 'git_failed' ? error.extra : {};
    const code = details === undefined ? undefined : codeOf(details);
    if (details === undefined || code === undefined) throw error;
    throw new HostError(code, { details });
  }
}

const codeOf = (text: string): HostErrorCode | undefined => sayings.find(([, saying]) => saying.test(text))?.[0];

/** A remote may say back to us what it was told. */
function withoutSecret(text: string, { credential }: GitEntry): string {
  return credential.kind === 'none' ? text : text.replaceAll(credential.secret, '…');
}
