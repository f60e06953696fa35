import { expect, it } from 'vitest';
import { programsOf } from './programs.ts';

it.each([
  ['cargo run', ['cargo']],
  ['gcc main.c -o main && ./main', ['gcc']],
  ['cd server; go run . | tee log', ['go']],
  ['PORT=1 cargo run', []],
  ['./start.sh', []],
])('finds the programs that %j begins its parts with', (command, programs) => {
  expect(programsOf(command)).toEqual(programs);
});
