import { expect, it } from 'vitest';
import { siteOf } from './sites.ts';

it.each([
  ['https://github.com/team/project.git', 'github'],
  ['git@github.com:team/project.git', 'github'],
  ['https://gitlab.example.org/team/project.git', 'gitlab'],
  ['ssh://git@bitbucket.org/team/project.git', 'bitbucket'],
  ['https://codeberg.org/team/project', 'gitea'],
  ['https://example.org/github/project.git', 'other'],
  ['https://notgithub.com/a/b', 'other'],
])('%s is of %s', (address, site) => {
  expect(siteOf(address)).toBe(site);
});
