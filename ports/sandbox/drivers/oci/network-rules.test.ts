import { describe, expect, it } from 'vitest';
import { runCommand } from './machine-command.ts';
import { nameserverAddress, slotAddresses, slotCount } from './network-address.ts';
import { networkRules, type RulesInput } from './network-rules.ts';

const INPUT: RulesInput = {
  table: 'e_code_check',
  devicePrefix: 'ecchk',
  egressPrefix: 'ecchke',
  range: '100.80.0.0/14',
  allow: ['10.1.2.0/24', '192.168.7.7'],
  nameserver: { inside: '100.83.255.253', real: '10.0.0.53' },
};

describe('network rules', () => {
  it.each([
    ['with allowed networks and a name server', INPUT],
    ['without either', { ...INPUT, allow: [], nameserver: { inside: '100.83.255.253', real: undefined } }],
  ])('are accepted by nft %s', async (_, input) => {
    expect(await runCommand('nft', ['--check', '--file', '-'], networkRules(input))).toBe('');
  });

  it('open what is allowed before they refuse what is private, and never the machine itself', () => {
    const rules = networkRules(INPUT);
    expect(rules.indexOf('@allowed accept')).toBeLessThan(rules.indexOf('@refused jump refuse'));
    const toMachine = rules.slice(rules.indexOf('chain to_machine'), rules.indexOf('chain refuse'));
    expect(toMachine).not.toContain('@allowed');
  });
});

describe('network addresses', () => {
  it('cut a /30 for each sandbox and keep the last for the name server', () => {
    expect(slotCount('100.80.0.0/14')).toBe(65_535);
    expect(slotAddresses('100.80.0.0/14', 0)).toEqual({ host: '100.80.0.1', guest: '100.80.0.2' });
    expect(slotAddresses('100.80.0.0/14', 65_534)).toEqual({ host: '100.83.255.249', guest: '100.83.255.250' });
    expect(nameserverAddress('100.80.0.0/14')).toBe('100.83.255.253');
  });

  it('begin at the start of the range even when it is written with a host part', () => {
    expect(slotAddresses('10.20.30.40/24', 1)).toEqual({ host: '10.20.30.5', guest: '10.20.30.6' });
  });
});
