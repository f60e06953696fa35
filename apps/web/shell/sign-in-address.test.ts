import { expect, it } from 'vitest';
import { signInAddress } from './sign-in-address.ts';

it('comes back to where the person wanted to go', () => {
  expect(signInAddress('/p/weather?file=a.ts#L3')).toBe('/sign-in?next=%2Fp%2Fweather%3Ffile%3Da.ts%23L3');
});

it.each(['/', '/sign-in?next=%2F', '//evil.example', '/\\evil.example', 'https://evil.example', ''])(
  'carries nothing for %j',
  (next) => {
    expect(signInAddress(next)).toBe('/sign-in');
  },
);
