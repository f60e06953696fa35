import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './settings.ts';

const page = 'docs/operate/settings.md';
const right = {
  'kernel/server/config/settings.ts': "export const port = setting('PORT', z.number(), 'The port.');\n",
  'features/accounts/server/settings.ts': "export const key = setting(\n  'SECRET_KEY',\n  z.string(),\n);\n",
  [page]: '| setting | meaning |\n| --- | --- |\n| `PORT` | The port. |\n| `SECRET_KEY` | Signs. |\n',
};

it('is green when each setting has its row, and on what the system gives to every process', () => {
  expect(placesOf(law, { ...right, 'kernel/server/a.ts': 'start(process.env, process.env.PATH);' })).toEqual([]);
});

it('is red on a setting without a row, on a row without a setting, and on a missing page', () => {
  expect(placesOf(law, { ...right, [page]: '| `PORT` | |\n| `OLD` | |\n' })).toEqual([
    'features/accounts/server/settings.ts:1',
    `${page}:2`,
  ]);
  const { [page]: _page, ...rest } = right;
  expect(placesOf(law, rest)).toHaveLength(2);
});

it('is red on a setting that is declared twice', () => {
  const again = { 'ports/mail/settings.ts': "setting('PORT', z.string(), '');" };
  expect(placesOf(law, { ...right, ...again })).toEqual(['ports/mail/settings.ts:1']);
});

it('is red on code that reads the environment past the settings', () => {
  const past = {
    'features/accounts/server/key.ts': "sign(process.env.SECRET_KEY);\nsign(process.env['SECRET_KEY']);\n",
  };
  expect(placesOf(law, { ...right, ...past })).toEqual([
    'features/accounts/server/key.ts:1',
    'features/accounts/server/key.ts:2',
  ]);
});
