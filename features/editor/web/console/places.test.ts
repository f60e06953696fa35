import { expect, it } from 'vitest';
import { findPlaces, findUrls } from './places.ts';

const placesOf = (line: string) => findPlaces(line).map(({ path, place }) => [path, place.line, place.column]);

it('finds the places that runtimes print', () => {
  expect(placesOf('    at main (file:///home/runner/workspace/src/index.js:12:5)')).toEqual([['src/index.js', 12, 5]]);
  expect(placesOf('  File "/home/runner/workspace/app.py", line 7, in <module>')).toEqual([['app.py', 7, undefined]]);
  expect(placesOf('./main.c:3:10: error: expected ;')).toEqual([['main.c', 3, 10]]);
  expect(placesOf('PHP Warning:  Undefined $a in /home/runner/workspace/index.php on line 3')).toEqual([
    ['index.php', 3, undefined],
  ]);
  expect(placesOf("src/app.ts(3,5): error TS2304: Cannot find name 'x'.")).toEqual([['src/app.ts', 3, 5]]);
  expect(placesOf('src/app.test.ts:4')).toEqual([['src/app.test.ts', 4, undefined]]);
});

it('leaves alone what lies outside of the project and what is no place', () => {
  expect(placesOf('at /usr/lib/node/internal.js:3:1')).toEqual([]);
  expect(placesOf('12:30:45 ready in 120 ms')).toEqual([]);
});

it('finds addresses without the punctuation after them', () => {
  expect(findUrls('Listening on http://localhost:3000/a?b=c, (see https://x.dev).').map((link) => link.url)).toEqual([
    'http://localhost:3000/a?b=c',
    'https://x.dev',
  ]);
});
