import { readdir, readFile, readlink } from 'node:fs/promises';
import { layoutOf } from './layout.ts';
import { tryCommand } from './machine-command.ts';
import { parseMounts } from './mount-table.ts';
import { gatewayMetric } from './network-gateway.ts';
import { ociOptions } from './options.ts';

/** Everything that an installation has on the machine outside its data directory; for tests that nothing is left. */
export async function findLeftovers(dataDirectory: string): Promise<string[]> {
  const layout = layoutOf(ociOptions.parse({ dataDirectory }));
  const prefix = `ec${layout.instance}`;
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8')).map((mount) => mount.directory);
  const links = await list('/sys/class/net');
  const tables = (await tryCommand('nft', ['list', 'tables'])).stdout.split('\n');
  const routes = (await tryCommand('ip', ['-4', 'route', 'show', 'table', 'local', 'dev', 'lo'])).stdout.split('\n');
  const metric = `metric ${gatewayMetric(layout.instance)}`;
  const loops = (await tryCommand('losetup', ['--all'])).stdout.split('\n');
  return [
    ...mounts.filter((path) => path.startsWith(layout.state)).map((path) => `mount ${path}`),
    ...links.filter((name) => name.startsWith(prefix)).map((name) => `device ${name}`),
    ...(await list('/run/netns')).filter((name) => name.startsWith(prefix)).map((name) => `network namespace ${name}`),
    ...(await findGroups(layout.instance)),
    ...tables.filter((line) => line.includes(layout.instance)).map((line) => `nft ${line}`),
    ...routes.filter((line) => line.trimEnd().endsWith(metric)).map((line) => `route ${line}`),
    ...loops.filter((line) => line.includes(dataDirectory)).map((line) => `loop device ${line}`),
    ...(await list(layout.bundles)).map((name) => `bundle ${name}`),
    ...(await list(layout.sockets)).map((name) => `socket ${name}`),
    ...(await findProcesses(layout.state, layout.instance)),
    ...(await claimsOf(layout.networkClaims, layout.instance)),
  ].toSorted();
}

/** Groups of sandboxes and of the installation itself, in every tree of every version. */
async function findGroups(instance: string): Promise<string[]> {
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  const trees = mounts.filter((mount) => mount.type.startsWith('cgroup')).map((mount) => `${mount.directory}/e-code`);
  const found: string[] = [];
  for (const tree of trees) {
    if ((await list(tree)).includes(instance)) found.push(`control group ${tree}/${instance}`);
    const inside = await readdir(`${tree}/${instance}`, { withFileTypes: true }).catch(() => []);
    for (const entry of inside) if (entry.isDirectory()) found.push(`control group ${tree}/${instance}/${entry.name}`);
  }
  return found;
}

async function list(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

/** Processes of runtimes name the state directory; those inside are in a control group of ours or have our root. */
async function findProcesses(state: string, instance: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await list('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
    const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
    const root = await readlink(`/proc/${pid}/root`).catch(() => '');
    const ours = command.includes(state) || groups.includes(`e-code/${instance}`) || root.startsWith(state);
    if (ours && command !== '') found.push(`process ${pid} ${command}`);
  }
  return found;
}

async function claimsOf(directory: string, instance: string): Promise<string[]> {
  const owners = await Promise.all(
    (await list(directory)).map(
      async (slot) => [slot, await readFile(`${directory}/${slot}`, 'utf8').catch(() => '')] as const,
    ),
  );
  return owners.filter(([, owner]) => owner === instance).map(([slot]) => `network number ${slot}`);
}
