import { describe, expect, it } from 'vitest';
import { runCommand } from './machine-command.ts';
import { hardwareAddress, nameserverAddress, slotAddresses, slotCount } from './network-address.ts';
import { networkRules, type RulesInput } from './network-rules.ts';

const INPUT: RulesInput = {
  table: 'e_code_check',
  devicePrefix: 'ecchk',
  egressPrefix: 'ecchke',
  range: '100.80.0.0/14',
  allow: ['10.1.2.0/24', '192.168.7.7'],
  nameserver: { inside: '100.83.255.253', real: '10.0.0.53' },
  gateway: '100.83.255.254',
  platformUser: 0,
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
  it('give every fourth to a sandbox and keep the last four for the name server and the gateway', () => {
    const gateway = '100.83.255.254';
    expect(slotCount('100.80.0.0/14')).toBe(65_535);
    expect(slotAddresses('100.80.0.0/14', 0)).toEqual({ guest: '100.80.0.2', gateway });
    expect(slotAddresses('100.80.0.0/14', 65_534)).toEqual({ guest: '100.83.255.250', gateway });
    expect(nameserverAddress('100.80.0.0/14')).toBe('100.83.255.253');
  });

  it('begin at the start of the range even when it is written with a host part', () => {
    expect(slotAddresses('10.20.30.40/24', 1)).toEqual({ guest: '10.20.30.6', gateway: '10.20.30.254' });
  });

  it('name the hardware that has them', () => {
    expect(hardwareAddress('100.80.0.2')).toBe('02:ec:64:50:00:02');
  });
});
