import { describe, expect, it } from 'vitest';
import { completeMention, mentionAt, splitMentions } from './mention.ts';

describe('a mention that is being written', () => {
  it.each([
    ['@', ''],
    ['please look @Ad', 'Ad'],
    ['(@Ada Lo', 'Ada Lo'],
    ['mail ada@example', undefined],
    ['@Ada, done', undefined],
  ])('in “%s” is %s', (text, word) => {
    expect(mentionAt(text, text.length)?.word).toBe(word);
  });

  it('becomes the whole name, and what follows stays', () => {
    const text = 'ask @lo please';
    const start = mentionAt(text, 7);
    expect(start && completeMention(text, start, 'Ada Lovelace')).toEqual({
      text: 'ask @Ada Lovelace please',
      cursor: 18,
    });
  });
});

it('finds mentions of the people who were mentioned, and no others', () => {
  expect(splitMentions('@Ada and @Ben: @Adam', ['Ada'])).toEqual([
    { text: '@Ada', mention: true },
    { text: ' and @Ben: @Adam', mention: false },
  ]);
});
