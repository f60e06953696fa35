import { expect, it } from 'vitest';
import { networkOf } from './network.ts';

it('counts all addresses of a /64 as one, however they are written', () => {
  const spellings = [
    '2001:db8::1',
    '2001:0DB8:0:0:ffff::',
    '2001:db8:0:0:1:2:3:4',
    '2001:db8::192.0.2.1',
    '2001:db8::5%eth0',
  ];
  expect(new Set(spellings.map(networkOf))).toEqual(new Set(['2001:db8:0:0::/64']));
  expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'));
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
});

it('counts an IPv4 address as itself, also where a socket shows it as IPv6', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('::FFFF:192.0.2.1')).toBe('192.0.2.1');
});
