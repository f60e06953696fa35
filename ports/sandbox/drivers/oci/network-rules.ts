/** What {@link networkRules} needs to know. Device names of sandboxes begin with `devicePrefix`. */
export interface RulesInput {
  readonly table: string;
  readonly devicePrefix: string;
  /** Devices that begin with this may reach the internet. */
  readonly egressPrefix: string;
  readonly range: string;
  readonly allow: readonly string[];
  /** The address that sandboxes ask for names, and the real name server behind it. */
  readonly nameserver: { readonly inside: string; readonly real: string | undefined };
  /** The address of the machine that sandboxes reach {@link SERVICES} at, and nothing else. */
  readonly gateway: string;
  /** The user of the machine that the platform runs as: nobody else of the machine may connect to a sandbox. */
  readonly platformUser: number;
}

/** Private, shared, loopback, link-local (with the metadata services of clouds), benchmark, multicast and reserved. */
const REFUSED = `0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24,
      192.168.0.0/16, 198.18.0.0/15, 224.0.0.0/3`;

/** The set of ports of the gateway where services of the platform are offered. It begins empty. */
export const SERVICES = 'services';

/**
 * The nft script that replaces the table of this installation and touches nothing else. Rules match device names by
 * prefix, so that starting a sandbox changes no rule.
 *
 * From a sandbox to the machine (every address that it has, at any time) only answers pass, and what goes to services
 * that the platform offers. To elsewhere: names through
 * the translated address, then the allowed networks, then nothing private and no SMTP. From elsewhere to a sandbox only
 * answers pass, therefore neighbours cannot talk; from the machine also what the platform itself begins, because it
 * fetches previews, and nothing of other users of the machine. The hooks run before the usual priority, and `accept` leaves the rules of others in force.
 */
export function networkRules(input: RulesInput): string {
  const { table, devicePrefix, egressPrefix, range, gateway, nameserver, platformUser } = input;
  const names = `ct original ip daddr ${nameserver.inside} meta l4proto { tcp, udp } th dport 53`;
  return `table inet ${table}
delete table inet ${table}
table inet ${table} {
  set refused { type ipv4_addr; flags interval; auto-merge; elements = { ${REFUSED} } }
  set allowed { type ipv4_addr; flags interval; auto-merge; ${elements(input.allow)} }
  set ${SERVICES} { type inet_service; }
  chain translate_destination {
    type nat hook prerouting priority dstnat; policy accept;
    ${translations(devicePrefix, nameserver)}
  }
  chain translate_source {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${range} ip daddr != ${range} oifname != "${devicePrefix}*" masquerade
  }
  chain to_machine {
    type filter hook input priority filter - 5; policy accept;
    iifname != "${devicePrefix}*" return
    ct state established,related accept
    iifname "${egressPrefix}*" ${names} accept
    iifname "${egressPrefix}*" ip daddr ${gateway} tcp dport @${SERVICES} accept
    jump refuse
  }
  chain from_machine {
    type filter hook output priority filter - 5; policy accept;
    oifname != "${devicePrefix}*" return
    ct state established,related accept
    meta skuid != ${platformUser} jump refuse
  }
  chain refuse {
    meta l4proto tcp reject with tcp reset
    reject with icmpx admin-prohibited
  }
  chain to_elsewhere {
    type filter hook forward priority filter - 5; policy accept;
    iifname "${devicePrefix}*" jump from_sandbox
    oifname "${devicePrefix}*" ct state established,related accept
    oifname "${devicePrefix}*" drop
  }
  chain from_sandbox {
    oifname "${devicePrefix}*" jump refuse
    ct state established,related accept
    iifname != "${egressPrefix}*" jump refuse
    meta nfproto ipv6 jump refuse
    ip saddr != ${range} drop
    ${names} accept
    tcp dport 25 jump refuse
    ip daddr @allowed accept
    ip daddr @refused jump refuse
    accept
  }
}
`;
}

function elements(allow: readonly string[]): string {
  return allow.length === 0 ? '' : `elements = { ${allow.join(', ')} }`;
}

function translations(devicePrefix: string, nameserver: RulesInput['nameserver']): string {
  if (nameserver.real === undefined) return '';
  const match = `iifname "${devicePrefix}*" ip daddr ${nameserver.inside}`;
  return [
    `${match} udp dport 53 dnat ip to ${nameserver.real}`,
    `${match} tcp dport 53 dnat ip to ${nameserver.real}`,
  ].join('\n    ');
}
