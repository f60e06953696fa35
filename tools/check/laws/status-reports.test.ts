import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './status-reports.ts';

it('is green on pages that tell how things are', () => {
  const pages = {
    'README.md': 'Run `npm start`.',
    'docs/performance.md': '100 % of the requests took less than 5 ms.',
    'ports/mail/README.md': 'Two drivers.',
    'features/projects/server/templates/node/NOTES.md': 'production-ready',
  };
  expect(placesOf(law, pages)).toEqual([]);
});

it('is red on reports and on praise', () => {
  const pages = {
    'PRODUCTION_READY.md': '',
    'docs/status.md': 'Now:\n100% complete',
    'features/projects/notes.md': '',
    'README.md': 'Fast.\n\nA production-ready and fully functional platform.',
  };
  expect(placesOf(law, pages)).toEqual([
    'PRODUCTION_READY.md',
    'PRODUCTION_READY.md',
    'README.md:3',
    'README.md:3',
    'docs/status.md',
    'docs/status.md:2',
    'features/projects/notes.md',
  ]);
});
