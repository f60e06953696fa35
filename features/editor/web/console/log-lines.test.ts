import type { LogEntry } from '@e-code/host/contract';
import { describe, expect, it } from 'vitest';
import { readAnsi } from './ansi.ts';
import { LogLines, mostLines, plainText } from './log-lines.ts';

let sequence = 0;
function entry(text: string, stream: LogEntry['stream'] = 'stdout'): LogEntry {
  sequence += 1;
  return { sequence, run: 1, time: 0, stream, text };
}

const textOf = (log: LogLines) => log.lines.map(plainText);

describe('LogLines', () => {
  it('puts lines together that arrive in parts, each stream for itself', () => {
    const log = new LogLines();
    log.append([entry('one\ntw'), entry('error: ', 'stderr'), entry('o\nthree\n'), entry('no\n', 'stderr')], false);
    expect(textOf(log)).toEqual(['one', 'two', 'error: no', 'three']);
  });

  it('shows of a progress line what was written last', () => {
    const log = new LogLines();
    log.append([entry('10 %\r'), entry('50 %\r'), entry('100 %\r\n'), entry('done\n')], false);
    expect(textOf(log)).toEqual(['100 %', 'done']);
  });

  it('takes an entry once, also when it is sent again after a break', () => {
    const log = new LogLines();
    const first = entry('one\n');
    log.append([first], false);
    log.append([first, entry('two\n')], false);
    expect(textOf(log)).toEqual(['one', 'two']);
  });

  it('carries a colour on to the next line', () => {
    const log = new LogLines();
    log.append([entry('\u001b[31mred\nstill red\u001b[0m\nplain\n')], false);
    expect(log.lines.map((line) => readAnsi(line.text, line.look).pieces[0]?.look.color)).toEqual([
      'var(--ansi-red)',
      'var(--ansi-red)',
      undefined,
    ]);
  });

  it('keeps the newest lines and says that older ones are gone', () => {
    const log = new LogLines();
    for (let part = 0; part < 11; part += 1) {
      log.append([entry(Array.from({ length: 10_000 }, (_, line) => `${part}-${line}\n`).join(''))], false);
    }
    expect(log.lines.length).toBe(mostLines);
    expect(log.dropped).toBe(true);
    expect(plainText(log.lines.at(-1) ?? { id: 0, run: 0, time: 0, stream: 'stdout', text: '', look: {} })).toBe(
      '10-9999',
    );
  });
});

describe('readAnsi', () => {
  it('reads named, indexed and 24-bit colours', () => {
    const { pieces } = readAnsi('\u001b[1;32ma\u001b[38;5;208mb\u001b[48;2;1;2;3mc\u001b[0md');
    expect(pieces.map((piece) => [piece.text, piece.look.color, piece.look.background, piece.look.bold])).toEqual([
      ['a', 'var(--ansi-green)', undefined, true],
      ['b', 'rgb(255 135 0)', undefined, true],
      ['c', 'rgb(255 135 0)', 'rgb(1 2 3)', true],
      ['d', undefined, undefined, undefined],
    ]);
  });

  it('leaves out movements, titles and links', () => {
    const { pieces } = readAnsi('\u001b[2K\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b\u001b(B');
    expect(pieces.map((piece) => piece.text).join('')).toBe('ab\u001b(B');
  });
});
