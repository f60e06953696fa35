import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { SearchLine } from '../contract/search.ts';
import { LineWriter } from './line-writer.ts';

const match = (line: number): SearchLine => ({ type: 'match', path: 'a.txt', line, text: 'hit\n', ranges: [] });

/** An answer on a real connection, with the pieces in which the other side gets it. */
async function openAnswer(): Promise<{ writer: LineWriter; pieces: string[]; ended: Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const asked = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  response.flushHeaders();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const pieces: string[] = [];
  answer.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  return { writer: new LineWriter(response), pieces, ended: once(answer, 'end') };
}

it('passes the first match on at once and those that follow together', async () => {
  const { writer, pieces, ended } = await openAnswer();
  await writer.write(match(1));
  await vi.waitFor(() => expect(pieces.join('').split('\n')).toHaveLength(2));
  for (let line = 2; line <= 100; line += 1) await writer.write(match(line));
  writer.end();
  await ended;
  expect(pieces.join('').trim().split('\n')).toHaveLength(100);
  expect(pieces.length).toBeLessThan(10);
});

it('keeps no match back until the end', async () => {
  const { writer, pieces } = await openAnswer();
  await writer.write(match(1));
  await writer.write(match(2));
  await vi.waitFor(() => expect(pieces.join('')).toContain('"line":2'));
  writer.end();
});
