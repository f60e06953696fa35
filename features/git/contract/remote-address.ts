import { z } from 'zod';

const HTTP = /^(https?):\/\/((?!-)[\w.-]+|\[[\da-f:]+\])(:\d{1,5})?\/[^\s\\@?#]+$/i;
const SSH = /^ssh:\/\/(?:(?!-)[\w.-]+@)?(?!-)[\w.-]+(?::\d{1,5})?\/[^\s\\]+$/;
/** As people copy it from the sites: `git@host:team/project.git`. */
const SHORT_SSH = /^(?!-)[\w.-]+@(?!-)[\w.-]+:(?![-/])[^\s\\]+$/;
/** Programs of the sandbox itself; there is no wire on which somebody could listen. */
const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where a remote is: https, or ssh; without a name and password, which are kept apart from it. */
export const remoteAddressSchema = z
  .string()
  .trim()
  .max(2000, 'This is longer than an address may be.')
  .refine((address) => protocolOf(address) !== undefined, {
    message:
      'Give an https:// or ssh address without a name and password in it, such as https://example.org/team/project.git.',
  });

/** @returns undefined for what is no address of a remote */
export function protocolOf(address: string): 'https' | 'ssh' | undefined {
  if (SSH.test(address) || SHORT_SSH.test(address)) return 'ssh';
  const [, scheme, host = ''] = HTTP.exec(address) ?? [];
  if (scheme === undefined) return undefined;
  return scheme.toLowerCase() === 'https' || HERE.has(host) ? 'https' : undefined;
}

/** Whom a credential is shown to: a credential does not go with an address that leads to somebody else. */
export function originOf(address: string): string {
  const [, scheme, site = '', at = ''] = HTTP.exec(address) ?? [];
  if (scheme !== undefined) return `${scheme}://${site}${at}`.toLowerCase();
  const [, user = 'git', host = '', port = '22'] =
    /^ssh:\/\/(?:([\w.-]+)@)?([\w.-]+)(?::(\d+))?\//.exec(address) ?? /^([\w.-]+)@([\w.-]+):/.exec(address) ?? [];
  return `ssh://${user}@${host.toLowerCase()}:${port}`;
}
