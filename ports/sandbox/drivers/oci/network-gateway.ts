import { runCommand, tryCommand } from './machine-command.ts';

/**
 * The gateway of all sandboxes of one installation: a route that makes the machine accept an address, without any device
 * that has it. Browsers on the same machine watch addresses of devices and give up requests that wait for a connection
 * (ERR_NETWORK_CHANGED) at each change; with an address for each sandbox, a start failed 12 of 18 requests of a page in
 * Chromium (measured), and now none. Rejected: a device for the address, because `dummy` is not in every kernel, and the
 * start and the end of the platform would remain changes.
 *
 * Installations may share a range and thereby the address; the metric tells their routes apart.
 */
export class Gateway {
  readonly #address: string;
  readonly #metric: string;

  constructor(address: string, instance: string) {
    this.#address = address;
    this.#metric = gatewayMetric(instance);
  }

  /** Adopts what a killed process left. */
  async install(): Promise<void> {
    await runCommand('ip', ['route', 'replace', ...this.#route]);
  }

  /** Absence is not an error. */
  async remove(): Promise<void> {
    await tryCommand('ip', ['route', 'del', ...this.#route]);
  }

  get #route(): string[] {
    return ['local', `${this.#address}/32`, 'dev', 'lo', 'metric', this.#metric];
  }
}

/** Never 0, which would mean any metric when the route is deleted. */
export function gatewayMetric(instance: string): string {
  return String(Number.parseInt(instance, 16) + 1);
}
