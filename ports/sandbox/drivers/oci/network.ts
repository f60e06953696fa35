import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceSpec } from '../../port.ts';
import type { Layout } from './layout.ts';
import { runCommand, tryCommand, TOOL_ENVIRONMENT } from './machine-command.ts';
import { findNameserver } from './nameserver.ts';
import { gatewayAddress, nameserverAddress, slotAddresses, slotCount } from './network-address.ts';
import { connectInHook, insideCommands, machineCommands, type Hook } from './network-commands.ts';
import { Gateway } from './network-gateway.ts';
import { networkRules, SERVICES } from './network-rules.ts';
import { OfferedService, type Accept } from './offered-service.ts';
import type { OciSettings } from './options.ts';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
/** iproute2 keeps named network namespaces here. */
const NAMESPACES = '/run/netns';

export interface Network {
  /** Path of a configured network namespace, or the hook that configures the one which the runtime makes. */
  readonly entry: { readonly namespace: string } | { readonly hook: Hook };
  readonly guestAddress: string;
  readonly slot: number;
  readonly device: string;
}

export interface NetworkRequest {
  /** `egress` reaches the internet. `none` only answers the machine, for runtimes that listen on TCP. */
  readonly kind: 'egress' | 'none';
  readonly sandboxId: string;
  /** Whether the runtime makes the network namespace itself and runs hooks. */
  readonly byHook: boolean;
}

export interface NetworkState {
  readonly nameserver: string | undefined;
  readonly changedForwarding: boolean;
  readonly mtu: number;
}

/**
 * Networks of sandboxes: for each one a namespace and a pair of virtual devices with an address inside. About 9 ms
 * (measured); a pool of spare networks was not worth it.
 */
export class Networks {
  readonly #layout: Layout;
  readonly #settings: OciSettings;
  readonly #prefix: string;
  readonly #gateway: Gateway;
  /** Which sandbox has an address. A claim on the address is unique on the machine, and nothing inside can take another. */
  readonly #tenants = new Map<string, string>();
  readonly #services = new Set<OfferedService>();
  #ready: Promise<NetworkState> | undefined;
  #next = 0;

  constructor(layout: Layout, settings: OciSettings) {
    this.#layout = layout;
    this.#settings = settings;
    this.#prefix = `ec${layout.instance}`;
    this.#gateway = new Gateway(gatewayAddress(settings.networkRange), layout.instance);
  }

  /** The address that `/etc/resolv.conf` of all sandboxes names. */
  get nameserver(): string {
    return nameserverAddress(this.#settings.networkRange);
  }

  /** Installs the rules and the gateway of this installation, once. */
  prepare(): Promise<NetworkState> {
    this.#ready ??= this.#install();
    return this.#ready;
  }

  /** Offers a service at the gateway; see {@link SandboxPort.offer}. */
  async offer(spec: ServiceSpec, accept: Accept): Promise<OfferedService> {
    await this.prepare();
    const host = gatewayAddress(this.#settings.networkRange);
    const service = await OfferedService.listen({ host, preferredPort: spec.port }, accept, (address) =>
      this.#tenants.get(address),
    );
    const element = `inet ${this.#table} ${SERVICES} { ${service.address.port} }`;
    await runCommand('nft', ['-f', '-'], `add element ${element}\n`);
    this.#services.add(service);
    service.onClose(async () => {
      this.#services.delete(service);
      await tryCommand('nft', ['-f', '-'], `delete element ${element}\n`);
    });
    return service;
  }

  async acquire({ kind, byHook, sandboxId }: NetworkRequest): Promise<Network> {
    const { mtu } = await this.prepare();
    const slot = await this.#claim();
    const device = `${this.#prefix}${kind === 'egress' ? 'e' : 'n'}${slot}`;
    const addresses = slotAddresses(this.#settings.networkRange, slot);
    const namespace = join(NAMESPACES, device);
    const pair = { device, addresses, mtu };
    const entry = byHook ? { hook: connectInHook(pair, TOOL_ENVIRONMENT.PATH) } : { namespace };
    const network = { entry, guestAddress: addresses.guest, slot, device };
    this.#tenants.set(addresses.guest, sandboxId);
    if (byHook) return network;
    try {
      await runCommand('ip', ['-batch', '-'], `netns add ${device}\n${machineCommands(pair, device)}`);
      await runCommand('ip', ['-n', device, '-batch', '-'], insideCommands(pair));
      return network;
    } catch (error) {
      await this.release(network);
      throw error;
    }
  }

  /** Removes the network. Absent parts are not an error. */
  async release(network: Network): Promise<void> {
    this.#tenants.delete(network.guestAddress);
    for (const service of this.#services) service.drop(network.guestAddress);
    await tryCommand('ip', ['-force', '-batch', '-'], `link del ${network.device}\nnetns del ${network.device}\n`);
    await rm(join(this.#layout.networkClaims, String(network.slot)), { force: true });
  }

  /** Removes the networks of an earlier process and their claims; returns how many. */
  async releaseAll(): Promise<number> {
    const ours = (name: string) => name.startsWith(this.#prefix);
    const namespaces = (await readdir(NAMESPACES).catch(() => [])).filter(ours);
    const devices = (await readdir('/sys/class/net')).filter(ours);
    const commands = [
      ...devices.map((name) => `link del ${name}\n`),
      ...namespaces.map((name) => `netns del ${name}\n`),
    ];
    if (commands.length > 0) await tryCommand('ip', ['-force', '-batch', '-'], commands.join(''));
    for (const slot of await readdir(this.#layout.networkClaims)) {
      const claim = join(this.#layout.networkClaims, slot);
      if ((await readFile(claim, 'utf8').catch(() => '')) === this.#layout.instance) await rm(claim, { force: true });
    }
    return new Set([...namespaces, ...devices]).size;
  }

  /** Removes the rules and the gateway; sandboxes that still run lose the network. */
  async uninstall(): Promise<void> {
    this.#ready = undefined;
    await Promise.all([...this.#services].map((service) => service.close()));
    await this.#gateway.remove();
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
      gateway: gatewayAddress(this.#settings.networkRange),
      allow: this.#settings.egressAllow,
      nameserver: { inside: this.nameserver, real: nameserver },
      platformUser: process.getuid?.() ?? 0,
    });
    await runCommand('nft', ['-f', '-'], rules);
    await this.#gateway.install();
    const changedForwarding = (await readFile(FORWARDING, 'utf8')).trim() !== '1';
    if (changedForwarding) await writeFile(FORWARDING, '1');
    return { nameserver, changedForwarding, mtu: await findMtu() };
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

/** The largest packet of the device that leads to the internet; 1,500 when there is none. */
async function findMtu(): Promise<number> {
  const routes = (await readFile('/proc/net/route', 'utf8')).split('\n').map((line) => line.split('\t'));
  const device = routes.find((fields) => fields[1] === '00000000')?.[0];
  const text = device === undefined ? '' : await readFile(`/sys/class/net/${device}/mtu`, 'utf8').catch(() => '');
  return Number.parseInt(text, 10) || 1500;
}

/** True when a firewall of the machine drops what is forwarded, as Docker does; our rules cannot override that. */
export async function forwardingIsDropped(): Promise<boolean> {
  const output = await tryCommand('nft', ['list', 'chain', 'ip', 'filter', 'FORWARD']).catch(() => undefined);
  return output?.code === 0 && /policy drop/.test(output.stdout);
}
