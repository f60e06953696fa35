import { expect, it } from 'vitest';
import { appAnswerHeaders } from './app-headers.ts';
import { previewCookie } from './cookie.ts';

const side = {
  cookie: previewCookie(true),
  protocol: 'https',
  frameAncestors: "'self' https://code.example",
  secure: true,
};
const policyOf = (policy: string): unknown =>
  appAnswerHeaders({ 'content-security-policy': policy }, side)['content-security-policy'];
const cookiesOf = (cookies: string[], secure = true): unknown =>
  appAnswerHeaders({ 'set-cookie': cookies }, { ...side, cookie: previewCookie(secure), secure })['set-cookie'];

it.each([
  ["frame-ancestors 'none'", "frame-ancestors 'self' https://code.example"],
  [
    "default-src 'self'; FRAME-ANCESTORS 'none'; img-src *",
    "default-src 'self'; img-src *, frame-ancestors 'self' https://code.example",
  ],
  ["default-src a, frame-ancestors 'none'", "default-src a, frame-ancestors 'self' https://code.example"],
  ["script-src 'self'", "script-src 'self', frame-ancestors 'self' https://code.example"],
])('keeps the policy "%s" of a program but for who may frame it', (policy, sent) => {
  expect(policyOf(policy)).toBe(sent);
});

it.each([
  ['a=1; Domain=apps.example; Path=/', 'a=1; Path=/; SameSite=None; Secure; Partitioned'],
  ['a=1; domain = .apps.example', 'a=1; SameSite=None; Secure; Partitioned'],
  ['domain=1; HttpOnly', 'domain=1; HttpOnly; SameSite=None; Secure; Partitioned'],
  ['a=1; SameSite=Strict; Secure; Max-Age=5', 'a=1; Max-Age=5; SameSite=None; Secure; Partitioned'],
])('keeps the cookie "%s" on its own host and usable in a frame', (cookie, sent) => {
  expect(cookiesOf([cookie])).toEqual([sent]);
});

it('changes cookies only by their domain where browsers take no secure ones', () => {
  expect(cookiesOf(['a=1; Domain=x; SameSite=Lax'], false)).toEqual(['a=1; SameSite=Lax']);
});

it('does not let a program set or see the cookie of the preview', () => {
  expect(cookiesOf(['__Host-ecode-preview=x; Path=/; Secure', ' __Host-ecode-preview=y'])).toEqual([]);
  expect(side.cookie.strip('__Host-ecode-preview=x')).toBeUndefined();
  expect(side.cookie.strip('a=1;__Host-ecode-preview=x; b=__Host-ecode-preview=2')).toBe(
    'a=1; b=__Host-ecode-preview=2',
  );
  expect(side.cookie.read('a=1; __Host-ecode-preview=token')).toBe('token');
  expect(side.cookie.read('a__Host-ecode-preview=token')).toBeUndefined();
});
