import { describe, expect, it } from 'vitest';
import { readToken } from './credentials.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a token in the Authorization header', () => {
  it.each([
    ['as Bearer', 'Bearer ecode_abc', 'ecode_abc'],
    ['whatever the case and the room', 'bearer   ecode_abc ', 'ecode_abc'],
    ['as the password of Basic', basic('git:ecode_abc'), 'ecode_abc'],
    ['as a password under no name', basic(':ecode_abc'), 'ecode_abc'],
    ['as a name without a password', basic('ecode_abc:'), 'ecode_abc'],
    ['as a name alone', basic('ecode_abc'), 'ecode_abc'],
  ])('is read %s', (_, header, token) => {
    expect(readToken(header)).toBe(token);
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['the password of a proxy in front', basic('ada:secret')],
    ['a token of others', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x'],
    ['a scheme that we do not speak', 'Digest ecode_abc'],
    ['two credentials', 'Bearer ecode_abc, Bearer ecode_def'],
    ['a token with a name beside its password', basic('ecode_abc:secret')],
    ['something that is no base64', 'Basic ecode_abc'],
  ])('is not seen in %s', (_, header) => {
    expect(readToken(header)).toBeUndefined();
  });
});
