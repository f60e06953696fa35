import { access, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { runCommand, tryCommand } from './machine-command.ts';
import { findNameserver } from './nameserver.ts';
import { nameserverAddress, slotAddresses, slotCount } from './network-address.ts';
import { networkRules } from './network-rules.ts';
import type { OciSettings } from './options.ts';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
/** iproute2 keeps named network namespaces here. */
const NAMESPACES = '/run/netns';

export interface Network {
  /** Path of the network namespace, which holds a configured device `eth0`. */
  readonly namespace: string;
  readonly guestAddress: string;
  readonly slot: number;
  readonly device: string;
}

export interface NetworkState {
  readonly nameserver: string | undefined;
  readonly changedForwarding: boolean;
}

/**
 * Networks of sandboxes: for each one a namespace and a pair of virtual devices with a /30 of its own. About 9 ms
 * (measured), which the start of a sandbox spends while its volume is mounted; a pool of spare networks was not worth it.
 */
export class Networks {
  readonly #layout: Layout;
  readonly #settings: OciSettings;
  readonly #prefix: string;
  #ready: Promise<NetworkState> | undefined;
  #next = 0;

  constructor(layout: Layout, settings: OciSettings) {
    this.#layout = layout;
    this.#settings = settings;
    this.#prefix = `ec${layout.instance}`;
  }

  /** The address that `/etc/resolv.conf` of all sandboxes names. */
  get nameserver(): string {
    return nameserverAddress(this.#settings.networkRange);
  }

  /** Installs the rules of this installation, once. */
  prepare(): Promise<NetworkState> {
    this.#ready ??= this.#install();
    return this.#ready;
  }

  /** `egress`: reaches the internet. `none`: reaches only the machine's answers, for runtimes that listen on TCP. */
  async acquire(kind: 'egress' | 'none'): Promise<Network> {
    await this.prepare();
    const slot = await this.#claim();
    const name = `${this.#prefix}${kind === 'egress' ? 'e' : 'n'}${slot}`;
    const { host, guest } = slotAddresses(this.#settings.networkRange, slot);
    const network = { namespace: join(NAMESPACES, name), guestAddress: guest, slot, device: name };
    try {
      await runCommand('ip', ['-batch', '-'], hostCommands(name, host));
      await runCommand('nsenter', [`--net=${network.namespace}`, 'sh', '-c', INSIDE_SCRIPT], insideCommands(host, guest));
      return network;
    } catch (error) {
      await this.release(network);
      throw error;
    }
  }

  /** Removes the network. Absent parts are not an error. */
  async release(network: Network): Promise<void> {
    await tryCommand('ip', ['-force', '-batch', '-'], `link del ${network.device}\nnetns del ${network.device}\n`);
    await rm(join(this.#layout.networkClaims, String(network.slot)), { force: true });
  }

  /** Removes the networks of an earlier process and their claims; returns how many. */
  async releaseAll(): Promise<number> {
    const names = (await readdir(NAMESPACES).catch(() => [])).filter((name) => name.startsWith(this.#prefix));
    const commands = names.map((name) => `link del ${name}\nnetns del ${name}\n`).join('');
    if (names.length > 0) await tryCommand('ip', ['-force', '-batch', '-'], commands);
    for (const slot of await readdir(this.#layout.networkClaims)) {
      const claim = join(this.#layout.networkClaims, slot);
      if ((await readFile(claim, 'utf8').catch(() => '')) === this.#layout.instance) await rm(claim, { force: true });
    }
    return names.length;
  }

  /** Removes the rules; sandboxes that still run lose the network. */
  async uninstall(): Promise<void> {
    this.#ready = undefined;
    await tryCommand('nft', ['delete', 'table', 'inet', this.#table]);
  }

  get #table(): string {
    return `e_code_${this.#layout.instance}`;
  }

  async #install(): Promise<NetworkState> {
    const nameserver = this.#settings.nameserver ?? (await findNameserver());
    const rules = networkRules({
      table: this.#table,
      devicePrefix: this.#prefix,
      egressPrefix: `${this.#prefix}e`,
      range: this.#settings.networkRange,
      allow: this.#settings.egressAllow,
      nameserver: { inside: this.nameserver, real: nameserver },
    });
    await runCommand('nft', ['-f', '-'], rules);
    const changedForwarding = (await readFile(FORWARDING, 'utf8')).trim() !== '1';
    if (changedForwarding) await writeFile(FORWARDING, '1');
    return { nameserver, changedForwarding };
  }

  /** Takes a number that no installation of this machine uses: creating its file fails when another one has it. */
  async #claim(): Promise<number> {
    const count = slotCount(this.#settings.networkRange);
    for (let tried = 0; tried < count; tried += 1) {
      const slot = this.#next;
      this.#next = (this.#next + 1) % count;
      const file = join(this.#layout.networkClaims, String(slot));
      const claimed = await writeFile(file, this.#layout.instance, { flag: 'wx' }).then(
        () => true,
        () => false,
      );
      if (claimed) return slot;
    }
    throw new Error(`All ${count} networks of ${this.#settings.networkRange} are in use.`);
  }
}

function hostCommands(name: string, host: string): string {
  return [
    `netns add ${name}`,
    `link add ${name} type veth peer name eth0 netns ${name}`,
    `link set ${name} addrgenmode none`,
    `link set ${name} up`,
    `address add ${host}/30 dev ${name}`,
    '',
  ].join('\n');
}

/** Programs may listen on ports below 1024, as people expect of a machine of their own. There is no IPv6 but ::1. */
const INSIDE_SCRIPT = 'echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start; exec ip -batch -';

function insideCommands(host: string, guest: string): string {
  return [
    'link set lo up',
    'link set eth0 addrgenmode none',
    `address add ${guest}/30 dev eth0`,
    'link set eth0 up',
    `route add default via ${host}`,
    '',
  ].join('\n');
}

/** True when a firewall of the machine drops what is forwarded, as Docker does; our rules cannot override that. */
export async function forwardingIsDropped(): Promise<boolean> {
  const output = await tryCommand('nft', ['list', 'chain', 'ip', 'filter', 'FORWARD']).catch(() => undefined);
  return output?.code === 0 && /policy drop/.test(output.stdout);
}

export async function networkToolsPresent(): Promise<boolean> {
  return access(FORWARDING).then(
    () => true,
    () => false,
  );
}
