import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { PostgresError } from './errors.ts';

/**
 * The user and group that PostgreSQL gets when the platform is root, for PostgreSQL refuses to be root. The number lies
 * between the users of a system (below 65,536) and subordinate ranges (from 100,000), so no account has it and none
 * has to be made.
 */
export const POSTGRES_UID = 70_518;

/** Where one embedded server keeps its things, and as whom it runs. */
export interface Layout {
  /** Given by the caller; holds everything that must survive. */
  dataDirectory: string;
  /** PostgreSQL's own data directory. */
  cluster: string;
  /** The library links. */
  libraries: string;
  /** Holds the next two; removed when the server has stopped. */
  runtimeDirectory: string;
  /** Holds the socket; only the platform and PostgreSQL can enter it. */
  socketDirectory: string;
  /** Mount point of the server's own small root directory; only used as root. */
  jailRoot: string;
  /** Set when the platform is root: PostgreSQL then runs confined, as this user. */
  confinedUid: number | undefined;
  /** The name by which PostgreSQL knows the platform on its socket. */
  platformUser: string;
}

/**
 * Prepares the directories. The socket cannot lie in the data directory: its path may have 107 bytes at most, and the
 * way to the data directory (such as /root, mode 700) need not be open to PostgreSQL's user.
 */
export async function prepareLayout(dataDirectory: string, postgresUid = POSTGRES_UID): Promise<Layout> {
  const platform = currentUser();
  const confinedUid = platform.uid === 0 ? postgresUid : undefined;
  await mkdir(dataDirectory, { recursive: true });
  // Others may pass through it but not list it; the cluster inside it has mode 700 and is PostgreSQL's.
  await chmod(dataDirectory, 0o711);
  const data = await realpath(dataDirectory);
  const runtime = await prepareRuntimeDirectory(platform.uid, data);
  const layout: Layout = {
    dataDirectory: data,
    cluster: join(data, 'cluster'),
    libraries: join(data, 'libraries'),
    runtimeDirectory: runtime,
    socketDirectory: join(runtime, 'socket'),
    jailRoot: join(runtime, 'root'),
    confinedUid,
    platformUser: platform.username,
  };
  await mkdir(layout.socketDirectory, { recursive: true, mode: 0o700 });
  await mkdir(layout.jailRoot, { recursive: true, mode: 0o700 });
  if (confinedUid !== undefined) await chown(layout.socketDirectory, confinedUid, confinedUid);
  return layout;
}

function currentUser(): { uid: number; username: string } {
  try {
    return userInfo();
  } catch (cause) {
    throw new PostgresError(
      'postgres_owner_mismatch',
      `The user ${process.getuid?.() ?? ''} of this process has no name in /etc/passwd, and PostgreSQL needs one. Give it an entry, run as another user, or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    );
  }
}

/** A directory with a short path that belongs to us alone: a name in a shared directory could have been taken. */
async function prepareRuntimeDirectory(uid: number, data: string): Promise<string> {
  const short = createHash('sha256').update(data).digest('hex').slice(0, 12);
  const base = await prepareOwnDirectory(await runtimeBase(uid), uid);
  return prepareOwnDirectory(join(base, short), uid);
}

async function runtimeBase(uid: number): Promise<string> {
  const candidates = uid === 0 ? ['/run'] : [process.env['XDG_RUNTIME_DIR'] ?? '', `/run/user/${uid}`];
  for (const candidate of candidates.filter((path) => path.startsWith('/') && path.length < 50)) {
    const found = await lstat(candidate).catch(() => undefined);
    if (found?.isDirectory() && found.uid === uid) return join(candidate, 'e-code');
  }
  const shared = tmpdir().length < 50 ? tmpdir() : '/tmp';
  return join(shared, `e-code-${uid}`);
}

async function prepareOwnDirectory(path: string, uid: number): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o711 });
  const found = await lstat(path);
  const writableByOthers = (found.mode & 0o022) !== 0;
  if (!found.isDirectory() || found.uid !== uid || writableByOthers) {
    throw new PostgresError(
      'postgres_directory_unsafe',
      `${path} must be a directory that belongs to user ${uid} and that nobody else can write to, because PostgreSQL's socket lies in it. Remove it and start again.`,
    );
  }
  return path;
}
