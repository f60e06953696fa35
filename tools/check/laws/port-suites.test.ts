import { expect, it } from 'vitest';
import { placesOf, treeOf } from '../testing/tree-of.ts';
import { law } from './port-suites.ts';

const right = {
  'ports/mail/suite.ts': '',
  'ports/mail/drivers/index.ts': '',
  'ports/mail/drivers/smtp/smtp.ts': '',
  'ports/mail/drivers/smtp/smtp.test.ts': "import { mailSuite } from '../../suite.ts';\nmailSuite('smtp', open);\n",
};

it('is green when a test beside the driver calls the suite', () => {
  expect(law.inspect(treeOf(right))).toEqual({ looked: 1, problems: [] });
});

it.each([
  ['no test', { 'ports/mail/drivers/outbox/outbox.ts': '' }],
  ['a test of its own only', { 'ports/mail/drivers/outbox/outbox.test.ts': "it('works', () => {});" }],
  [
    'a suite that is imported and never called',
    {
      'ports/mail/drivers/outbox/outbox.test.ts':
        "import { mailSuite } from '../../suite.ts';\n// mailSuite('outbox')\n",
    },
  ],
])('is red on a driver with %s', (_, added) => {
  expect(placesOf(law, { ...right, ...added })).toEqual(['ports/mail/drivers/outbox']);
});

it('is red on a port without a suite', () => {
  expect(placesOf(law, { 'ports/blob/drivers/fs.ts': '' })).toEqual(['ports/blob/suite.ts']);
});
