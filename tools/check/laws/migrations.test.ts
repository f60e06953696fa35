import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './migrations.ts';

const room = 'features/projects/server/migrations';
const right = { [`${room}/0001_projects.sql`]: 'create table a ();', [`${room}/0002_names.sql`]: 'create table b ();' };

it('is green on numbers in a row, for each folder on its own', () => {
  expect(placesOf(law, { ...right, 'kernel/server/migrations/0001_outbox.sql': 'create table c ();' })).toEqual([]);
});

it.each([
  ['a gap', { [`${room}/0004_more.sql`]: 'x' }, [`${room}/0004_more.sql`]],
  ['a number twice', { [`${room}/0002_other.sql`]: 'x' }, [`${room}/0002_other.sql`]],
  ['a slug twice', { [`${room}/0003_names.sql`]: 'x' }, [`${room}/0003_names.sql`]],
  ['an edited copy', { [`${room}/0003_more.sql`]: '-- again\nCREATE  table b ();' }, [`${room}/0003_more.sql`]],
  ['a way back', { [`${room}/0003_more.sql`]: 'x;\n-- down\ny;' }, [`${room}/0003_more.sql`]],
  ['another file', { [`${room}/notes.txt`]: '' }, [`${room}/notes.txt`]],
  ['another way of naming', { [`${room}/3-more.sql`]: 'x' }, [`${room}/3-more.sql`]],
])('is red on %s', (_, added, places) => {
  expect(placesOf(law, { ...right, ...added })).toEqual(places);
});
