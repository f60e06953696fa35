import { expect, it } from 'vitest';
import { rightsOf } from './rights.ts';

it('offers a guest who writes neither runs, nor git, nor what is for people with an account', () => {
  const rights = rightsOf({ role: 'writer', guest: true });
  expect(rights).toEqual({ read: true, write: true, run: false, git: false, share: false });
});

it('offers a guest who edits and runs everything but what is for people with an account', () => {
  const rights = rightsOf({ role: 'editor', guest: true });
  expect(rights).toEqual({ read: true, write: true, run: true, git: true, share: false });
});

it('offers a runner to run and a viewer to look', () => {
  expect(rightsOf({ role: 'runner', guest: false })).toMatchObject({ write: false, run: true, git: false });
  expect(rightsOf({ role: 'viewer', guest: false })).toMatchObject({ write: false, run: false });
});
