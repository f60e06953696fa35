import { scope } from '@e-code/api-keys/contract';
import type { Scope } from '@e-code/api-keys/contract';
import { routes } from '@e-code/host/contract';
import type { Step } from './walk.ts';

/**
 * What a key needs where a rule stands. `never`: no key, whatever its scopes. `always`: what visitors may do as well.
 * `absent`: what the platform alone asks, of which nobody else learns that it is there.
 * `about` says whether a limit to projects matters: not for what is about the person, and nothing about more than one
 * project is in reach of a key that is limited.
 */
export type KeyNeed = 'never' | 'always' | 'absent' | { scope: Scope; about: 'person' | 'project' | 'everything' };

const readProject: KeyNeed = { scope: 'project:read', about: 'project' };
const manageProject: KeyNeed = { scope: 'project:manage', about: 'project' };

/** A rule that is not here must refuse every key. */
const needOfRule: Record<string, KeyNeed> = {
  'kernel.live': 'always',
  'kernel.reference': 'always',
  'accounts.set_up': 'always',
  'accounts.sign_in': 'always',
  'accounts.register': 'always',
  'accounts.provider_answer': 'always',
  'accounts.read_own': { scope: 'account:read', about: 'person' },
  'projects.visit': 'always',
  'projects.list': { scope: 'project:read', about: 'person' },
  'projects.list_templates': { scope: 'project:read', about: 'person' },
  'projects.own_list': { scope: 'project:read', about: 'everything' },
  'projects.create': { scope: 'project:manage', about: 'everything' },
  'projects.fork': { scope: 'project:manage', about: 'everything' },
  'projects.get': readProject,
  'projects.list_members': readProject,
  'projects.update': manageProject,
  'projects.trash': manageProject,
  'projects.restore': manageProject,
  'projects.add_member': manageProject,
  'projects.change_member': manageProject,
  'projects.remove_member': manageProject,
  'comments.read': readProject,
  'comments.write': { scope: 'project:write', about: 'project' },
  'git.refs': readProject,
  'git.fetch': readProject,
  'git.push': { scope: 'project:write', about: 'project' },
  'git.see_remotes': readProject,
  'key_value.see': { scope: 'project:run', about: 'project' },
  'key_value.change': { scope: 'project:write', about: 'project' },
  'sandboxes.see': readProject,
  'sandboxes.socket': readProject,
  'sandboxes.control': { scope: 'project:run', about: 'project' },
};

/** What a key needs at a rule. */
export function needAt(rule: string): KeyNeed {
  return needOfRule[rule] ?? 'never';
}

/** The same for an address; behind the gateway it is what the host's own table asks for. */
export function needOfStep({ name, rule }: Pick<Step, 'name' | 'rule'>): KeyNeed {
  const route = Object.entries(routes).find(([known]) => name.startsWith('host ') && name.endsWith(` ${known}`))?.[1];
  if (route === undefined) return needAt(rule);
  if (route.capability === 'platform') return 'absent';
  return { scope: scope.parse(`project:${route.capability}`), about: 'project' };
}

export interface WalkingKey {
  scopes: readonly Scope[];
  limited: boolean;
}

/** The code with which a key is refused before its person's rights are looked at; undefined when it is not. */
export function refusalOf({ scopes, limited }: WalkingKey, need: KeyNeed): string | undefined {
  if (need === 'always') return undefined;
  if (need === 'never') return 'token_not_accepted';
  if (need === 'absent') return 'not_found';
  if (!scopes.includes(need.scope)) return 'token_scope_missing';
  if (!limited || need.about === 'person') return undefined;
  return need.about === 'everything' ? 'token_limited' : 'not_found';
}
