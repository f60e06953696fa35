import { expect, it } from 'vitest';
import { toText } from './changes.ts';
import { RecentVersions } from './recent-versions.ts';

const first = 'one\ntwo\nthree\nfour\n';
const typed = 'one\ntwo typed\nthree\nfour\n';

function after(...versions: string[]): RecentVersions {
  const recent = new RecentVersions();
  for (const version of versions) recent.replaced(toText(version), 0);
  return recent;
}

it('finds the text that a program read before something was typed elsewhere', () => {
  const basis = after(first).basisOf('one\ntwo\nthree\nFOUR\n', toText(typed), 100);
  expect(basis?.text.toString()).toBe(first);
  expect(basis?.since.apply(toText(first)).toString()).toBe(typed);
});

it('finds the newest of several such texts', () => {
  const middle = 'one\ntwo ty\nthree\nfour\n';
  const basis = after(first, middle).basisOf('one\ntwo ty\nthree\nFOUR\n', toText(typed), 100);
  expect(basis?.text.toString()).toBe(middle);
});

it.each([
  ['knew the newest text', 'one\ntwo typed\nthree\nFOUR\n'],
  ['put the older text back', first],
  ['changed the very line that was typed in', 'one\nTWO\nthree\nfour\n'],
  ['wrote something else altogether', 'other\n'],
])('takes the newest text for a program that %s', (_what, written) => {
  expect(after(first).basisOf(written, toText(typed), 100)).toBeUndefined();
});

it('forgets texts after some seconds', () => {
  expect(after(first).basisOf('one\ntwo\nthree\nFOUR\n', toText(typed), 60_000)).toBeUndefined();
});
