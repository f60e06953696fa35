import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

/**
 * What each purpose needs of the machine: Debian's package, and what shows that it is there: a program, or a path.
 *
 * @typedef {{ package: string, program?: string, path?: string }} Need
 * @type {Record<'start' | 'test', Need[]>}
 */
export const NEEDS = {
  start: [
    { package: 'runc', program: 'runc' },
    { package: 'tini', program: 'tini' },
    { package: 'nftables', program: 'nft' },
    { package: 'iproute2', program: 'ip' },
    { package: 'e2fsprogs', program: 'mkfs.ext4' },
    { package: 'util-linux', program: 'unshare' },
    { package: 'mount', program: 'losetup' },
    { package: 'git', program: 'git' },
    { package: 'ripgrep', program: 'rg' },
    { package: 'python3', program: 'python3' },
    { package: 'python3-venv', path: '/usr/lib/python3*/ensurepip' },
    { package: 'python3-debugpy', path: '/usr/lib/python3/dist-packages/debugpy' },
    // debugpy wants one of two packages of gdb; this is the small one.
    { package: 'gdb-minimal', program: 'gdb' },
    { package: 'ca-certificates', path: '/etc/ssl/certs/ca-certificates.crt' },
  ],
  test: [
    { package: 'crun', program: 'crun' },
    { package: 'runsc', program: 'runsc' },
    { package: 'chromium', program: 'chromium' },
    { package: 'fonts-liberation', path: '/usr/share/fonts/truetype/liberation*' },
    { package: 'nginx-light', program: 'nginx' },
    { package: 'wrk', program: 'wrk' },
    { package: 'redis-server', program: 'redis-server' },
    { package: 'git-lfs', program: 'git-lfs' },
  ],
};

const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * @param {Need[]} needs
 * @param {(need: Need) => boolean} isPresent
 * @returns {string[]} names of the packages that are missing
 */
export function missingPackages(needs, isPresent = isNeedPresent) {
  return needs.filter((need) => !isPresent(need)).map((need) => need.package);
}

/** @param {Need} need */
function isNeedPresent({ program, path }) {
  if (path !== undefined) return matches(path);
  const directories = new Set([...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM_PATH]);
  return [...directories].some((directory) => isExecutable(join(directory, program ?? '')));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} pattern an absolute path, in which a name may end or go on with `*`
 * @returns {boolean}
 */
export function matches(pattern) {
  let found = [''];
  for (const part of pattern.split('/').slice(1)) {
    const expression = new RegExp(`^${part.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
    found = found.flatMap((directory) => {
      if (!part.includes('*')) return existsSync(`${directory}/${part}`) ? [`${directory}/${part}`] : [];
      const names = existsSync(`${directory}/`) ? readdirSync(`${directory}/`) : [];
      return names.filter((name) => expression.test(name)).map((name) => `${directory}/${name}`);
    });
  }
  return found.length > 0;
}

/**
 * Installs what is missing, as root on Debian. Elsewhere it returns the line that a person can run.
 *
 * @param {import('./ui.mjs').Progress} progress
 * @param {('start' | 'test')[]} purposes
 * @returns {Promise<string | undefined>} what to do about missing programs, or undefined when none is missing
 */
export async function ensurePrograms(progress, purposes) {
  if (process.platform !== 'linux') return undefined;
  const missing = missingPackages(purposes.flatMap((purpose) => NEEDS[purpose]));
  if (missing.length === 0) return undefined;
  const list = missing.join(' ');
  if (!isDebianLike()) return `Missing programs, by the names that Debian gives their packages: ${list}`;
  const line = `apt-get install -y --no-install-recommends ${list}`;
  if (process.getuid?.() !== 0) return `Programs are missing. Run: sudo ${line}`;
  await progress.step('Installing programs', (tell) => installPackages(missing, tell));
  const still = missingPackages(purposes.flatMap((purpose) => NEEDS[purpose]));
  return still.length === 0
    ? undefined
    : `apt-get installed these without the program that was wanted: ${still.join(' ')}`;
}

export function isDebianLike(text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '') {
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(text);
}

/**
 * @param {string[]} packages
 * @param {(detail: string) => void} tell
 */
async function installPackages(packages, tell) {
  // The package lists of a fresh machine are empty or old; asking for new ones costs seconds, so only when needed.
  const first = await apt(['install', '-y', '--no-install-recommends', ...packages], tell);
  if (first.code === 0) return;
  tell('reading package lists');
  await apt(['update'], tell);
  const second = await apt(['install', '-y', '--no-install-recommends', ...packages], tell);
  if (second.code === 0) return;
  throw new LauncherFailure(
    `apt-get could not install ${packages.join(' ')}. Look at its words above; when the network is at fault, mend it and start again.`,
    second.output.slice(-2000),
  );
}

/**
 * @param {string[]} command
 * @param {(detail: string) => void} tell
 */
function apt(command, tell) {
  // Another apt-get (an automatic update) may hold the lock: wait for it rather than fail.
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Status-Fd=3', '-o', 'Dpkg::Options::=--force-confold'];
  return run('apt-get', [...options, ...command], {
    cwd: ROOT,
    // RUNLEVEL=1 keeps packages such as nginx from starting a service of their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    statusPipe: true,
    onLine: (line) => {
      const detail = describeAptStatus(line);
      if (detail !== undefined) tell(detail);
    },
  });
}

/**
 * @param {string} line of apt's status pipe: `kind:name:percent:words`
 * @returns {string | undefined}
 */
export function describeAptStatus(line) {
  const match = /^(dlstatus|pmstatus):([^:]*):([\d.]+):(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, kind, name = '', percent] = match;
  return kind === 'dlstatus'
    ? `downloading, ${Math.round(Number(percent))} %`
    : `${name}, ${Math.round(Number(percent))} %`;
}
