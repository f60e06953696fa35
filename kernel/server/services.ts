import type { Socket } from 'node:net';
import { programIn } from './access/actor.ts';
import { authorize } from './access/authorize.ts';
import type { Surface } from './boot.ts';
import type { ServiceAddress } from './feature.ts';
import type { Kernel } from './kernel.ts';

/**
 * Listens where programs in sandboxes can connect, and names what the sandbox of each connection belongs to. Composition
 * makes it from the port that runs sandboxes.
 */
export type OfferService = (
  service: { readonly port: number },
  accept: (connection: Socket, subject: string) => void,
) => Promise<{ readonly address: ServiceAddress; close(): Promise<void> }>;

/** Offers what features have for programs. @returns what ends it. A machine without sandboxes has nobody to offer it to. */
export async function offerServices(
  kernel: Pick<Kernel, 'database' | 'clock' | 'log'>,
  services: Surface['services'],
  offer: OfferService,
): Promise<() => Promise<void>> {
  const offered: { close(): Promise<void> }[] = [];
  for (const service of services) {
    try {
      const { address, close } = await offerOne(kernel, service, offer);
      offered.push({ close });
      service.offered(address);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      kernel.log.warn({ service: service.name, reason }, 'Programs cannot be offered a service on this machine');
    }
  }
  return async () => void (await Promise.all(offered.map(({ close }) => close())));
}

async function offerOne(
  { database, clock }: Pick<Kernel, 'database' | 'clock'>,
  service: Surface['services'][number],
  offer: OfferService,
): ReturnType<OfferService> {
  const made = await offer({ port: service.port }, (connection, subject) =>
    service.accept({
      connection,
      program: programIn(subject),
      authorize: (actor, input) => authorize(service.rule, { actor, input, sql: database.read, now: clock.now() }),
    }),
  );
  return { address: made.address, close: () => made.close() };
}
