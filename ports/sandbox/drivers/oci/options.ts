import { z } from 'zod';

export const runtimeNames = ['runc', 'crun', 'runsc'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

const cidr = z.union([z.cidrv4(), z.ipv4()]);

/** What the composition gives the driver; the names of the settings that fill it are in README.md. */
export const ociOptions = z.object({
  /** Volumes are kept here. Also names this installation: two with different directories do not disturb each other. */
  dataDirectory: z.string().startsWith('/'),
  /** What lives as long as the machine is up: mounts, bundles, sockets. */
  stateDirectory: z.string().startsWith('/').default('/run/e-code'),
  /** The first that works is taken when absent: runc, crun, runsc. */
  runtime: z.enum(runtimeNames).optional(),
  /** Private networks that sandboxes may reach all the same, such as that of a company's package registry. */
  egressAllow: z.array(cidr).default([]),
  /** Sandboxes have addresses of this range, four for each; it must not be used elsewhere in the company. */
  networkRange: z.cidrv4().default('100.80.0.0/14'),
  /** Name server; that of the machine when absent. */
  nameserver: z.ipv4().optional(),
  /** Creating volumes and starting stops when the disk of the machine has less than this left. */
  reservedDiskBytes: z
    .int()
    .min(0)
    .default(512 * 1024 * 1024),
});
export type OciOptions = z.input<typeof ociOptions>;
export type OciSettings = z.output<typeof ociOptions>;
