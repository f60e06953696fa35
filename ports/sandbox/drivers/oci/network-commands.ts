import { hardwareAddress, type SlotAddresses } from './network-address.ts';

export interface PairInput {
  readonly device: string;
  readonly addresses: SlotAddresses;
  /** Packets must not be larger than the way out takes: gVisor does not learn that from the answers of the machine. */
  readonly mtu: number;
}

/**
 * Commands for `ip -batch` on the machine: a pair whose other end `eth0` is made in a network namespace, given by its
 * name or by the id of a process in it. Making it elsewhere and moving it doubled the start (measured): a move waits
 * until no processor uses the device.
 *
 * The route is replaced and not added: the device of the sandbox that had these addresses before may take some
 * milliseconds to go, and its route with it.
 *
 * The end on the machine has no address, see network-gateway.ts. Both ends are told the hardware address of the other,
 * so that no setting of the machine for ARP (`arp_ignore`, `arp_filter`) matters.
 */
export function machineCommands({ device, addresses, mtu }: PairInput, namespace: string): string {
  const { guest, gateway } = addresses;
  const here = `address ${hardwareAddress(gateway)} mtu ${mtu}`;
  const there = `address ${hardwareAddress(guest)} mtu ${mtu}`;
  return [
    `link add ${device} ${here} type veth peer ${there} name eth0 netns ${namespace}`,
    `link set ${device} addrgenmode none`,
    `link set ${device} up`,
    `neigh replace ${guest} lladdr ${hardwareAddress(guest)} dev ${device} nud permanent`,
    `route replace ${guest}/32 dev ${device} src ${gateway}`,
    '',
  ].join('\n');
}

/** Commands for `ip -batch` inside the network of the sandbox. There is no IPv6 but ::1. */
export function insideCommands({ addresses }: PairInput): string {
  const { guest, gateway } = addresses;
  return [
    'link set lo up',
    'link set eth0 addrgenmode none',
    `address add ${guest}/32 dev eth0`,
    'link set eth0 up',
    `neigh replace ${gateway} lladdr ${hardwareAddress(gateway)} dev eth0 nud permanent`,
    `route add default via ${gateway} dev eth0 onlink`,
    '',
  ].join('\n');
}

/** An OCI hook, see https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks */
export interface Hook {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
}

/** The runtime writes its state as JSON to the hook; `pid` names the process whose network namespace is meant. */
const SCRIPT = `read -r state; pid=\${state#*'"pid":'}; pid=\${pid%%[!0-9]*}
printf "$1" "$pid" | ip -batch - && printf "$2" | exec nsenter -t "$pid" -n ip -batch -`;

/**
 * Gives the network namespace that the runtime made its device, before the command runs. The namespace has to be the
 * runtime's own: one that was made outside belongs to another user namespace, and runc 1.1 cannot enter it for `exec`.
 */
export function connectInHook(input: PairInput, path: string): Hook {
  return {
    path: '/bin/sh',
    args: ['sh', '-c', SCRIPT, 'sh', machineCommands(input, '%s'), insideCommands(input)],
    env: [`PATH=${path}`],
  };
}
