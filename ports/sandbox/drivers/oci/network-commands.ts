import type { SlotAddresses } from './network-address.ts';

export interface HostCommandsInput {
  readonly device: string;
  readonly host: string;
  /** Name of the other end, and where it is made. */
  readonly peer: string;
  /** Packets must not be larger than the way out takes: gVisor does not learn that from the answers of the machine. */
  readonly mtu: number;
}

/** Commands for `ip -batch` that make the machine's end of a pair. */
export function hostCommands({ device, host, peer, mtu }: HostCommandsInput): string {
  return [
    `link add ${device} mtu ${mtu} type veth peer mtu ${mtu} name ${peer}`,
    `link set ${device} addrgenmode none`,
    `link set ${device} up`,
    `address add ${host}/30 dev ${device}`,
    '',
  ].join('\n');
}

/** Commands for `ip -batch` inside the network of the sandbox. There is no IPv6 but ::1. */
export function insideCommands({ host, guest }: SlotAddresses): string {
  return [
    'link set lo up',
    'link set eth0 addrgenmode none',
    `address add ${guest}/30 dev eth0`,
    'link set eth0 up',
    `route add default via ${host}`,
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
const SCRIPT = `state=$(cat); pid=\${state#*'"pid":'}; pid=\${pid%%[!0-9]*}
ip link set "$1" netns "$pid" name eth0 && printf '%s' "$2" | nsenter -t "$pid" -n ip -batch -`;

/**
 * Moves the prepared device into the network namespace that the runtime made, before the command runs. The namespace
 * has to be the runtime's own: one that was made outside belongs to another user namespace, and runc 1.1 cannot enter
 * it again for `exec`.
 */
export function moveInHook(device: string, addresses: SlotAddresses, path: string): Hook {
  return {
    path: '/bin/sh',
    args: ['sh', '-c', SCRIPT, 'sh', device, insideCommands(addresses)],
    env: [`PATH=${path}`],
  };
}
