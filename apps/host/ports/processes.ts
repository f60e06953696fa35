import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Process ids that we can see. */
export const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** True when `marker` (NAME=value) is in the environment that the process was started with. */
export function hasMarker(pid: number, marker: string): boolean {
  const environment = read(`/proc/${pid}/environ`);
  return environment.startsWith(`${marker}\0`) || environment.includes(`\0${marker}\0`);
}

export const processName = (pid: number): string | null => read(`/proc/${pid}/comm`).trim() || null;

/** Where the process works; empty when it is gone or closed to us. */
export const processDirectory = (pid: number): string => link(`/proc/${pid}/cwd`);

/** The files that the process has open. */
export function openPaths(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((descriptor) => link(`${folder}/${descriptor}`));
  } catch {
    // Processes end while we look, and those of others are closed to us.
    return [];
  }
}

/** Which process holds each of these socket inodes. Stops as soon as all are found. */
export function findHolders(inodes: ReadonlySet<string>): Map<string, number> {
  const holders = new Map<string, number>();
  for (const pid of processIds()) {
    if (holders.size === inodes.size) break;
    for (const inode of socketInodes(pid)) if (inodes.has(inode)) holders.set(inode, pid);
  }
  return holders;
}

function socketInodes(pid: number): string[] {
  return openPaths(pid).flatMap((path) => {
    const inode = /^socket:\[(\d+)\]$/.exec(path)?.[1];
    return inode === undefined ? [] : [inode];
  });
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
