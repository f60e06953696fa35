import { homedir } from 'node:os';
import type { Actor } from '../contract/capabilities.ts';
import type { ClientMessage, Terminal } from '../contract/messages.ts';
import type { ProjectEnvironment } from '../environment.ts';
import { HostError } from '../failure.ts';
import { follow } from '../files/paths.ts';
import { Screen } from './screen.ts';
import { Session } from './session.ts';

/** Each takes a shell, a screen of up to 10 MB and a pseudo terminal of the kernel. */
const terminalLimit = 24;

export interface TerminalRequest {
  readonly columns: number;
  readonly rows: number;
  readonly workingDirectory: string;
  readonly environment: Record<string, string>;
  readonly createdBy: Pick<Actor, 'id' | 'name'>;
}

type Control = Pick<Extract<ClientMessage, { type: 'terminal.control' }>, 'terminal' | 'action' | 'to'>;

/** The open terminals. They live as long as the host, whether a page looks at them or not. */
export class Terminals {
  readonly #root: string;
  readonly #environment: ProjectEnvironment;
  readonly #changed: () => void;
  readonly #sessions = new Map<number, Session>();
  #lastId = 0;

  constructor(root: string, environment: ProjectEnvironment, changed: () => void) {
    this.#root = root;
    this.#environment = environment;
    this.#changed = changed;
  }

  get size(): number {
    return this.#sessions.size;
  }

  list(): Terminal[] {
    return [...this.#sessions.values()].map((session) => session.describe());
  }

  has(id: number): boolean {
    return this.#sessions.has(id);
  }

  get(id: number): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new HostError('terminal_not_found');
    return session;
  }

  async open(request: TerminalRequest): Promise<Session> {
    if (this.#sessions.size >= terminalLimit) throw new HostError('terminal_limit');
    const place = await follow(this.#root, request.workingDirectory);
    const { columns, rows, createdBy } = request;
    const [{ default: nodePty }, screen] = await Promise.all([
      import('@lydell/node-pty'),
      Screen.create(columns, rows),
    ]);
    const pty = nodePty.spawn('bash', ['-l'], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: place.absolute,
      env: {
        HOME: homedir(),
        LANG: 'C.UTF-8',
        ...this.#environment.forPrograms(),
        COLORTERM: 'truecolor',
        ...request.environment,
      },
      encoding: null,
    });
    this.#lastId += 1;
    const session = new Session(pty, screen, { id: this.#lastId, columns, rows, createdBy, changed: this.#changed });
    this.#sessions.set(this.#lastId, session);
    this.#changed();
    return session;
  }

  /** Changes who may type. */
  control(actor: Actor, { terminal, action, to }: Control): void {
    const session = this.get(terminal);
    const { people } = session.describe();
    if (action === 'take') session.desk.take(actor, new Set(people.map(({ id }) => id)));
    if (action === 'open' || action === 'hold') session.desk.setOpen(actor, action === 'open');
    const receiver = people.find(({ id }) => id === to);
    if (action === 'give' && receiver) session.desk.give(actor, receiver);
    this.#changed();
  }

  /** Ends a terminal: whoever looks on ends it only when its holder does not look at it. */
  close(id: number, actor: Actor): void {
    const session = this.get(id);
    const { people } = session.describe();
    if (!session.desk.mayType(actor) && people.some((person) => session.desk.mayType(person))) {
      throw new HostError('terminal_held');
    }
    session.close();
    this.#sessions.delete(id);
    this.#changed();
  }

  closeAll(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
  }
}
