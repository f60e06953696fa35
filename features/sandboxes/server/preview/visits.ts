import { Failure } from '@e-code/kernel/contract';
import type { Anonymous, Authorize, Kernel } from '@e-code/kernel/server';
import { BELIEVED_MS, endExchanges, MOST_ADMISSIONS } from './admission.ts';
import type { Admission } from './admission.ts';

const anybody: Anonymous = { kind: 'anonymous', origin: { address: '', agent: '' } };

interface Known extends Admission {
  allowed: boolean;
  /** Tells the kernel that there is nothing to cut any more. */
  forget(): void;
}

/** People without a grant at previews of projects that everybody may see, by project. */
export class Visits {
  readonly #kernel: Pick<Kernel, 'connections'>;
  readonly #known = new Map<string, Known>();

  constructor(kernel: Pick<Kernel, 'connections'>) {
    this.#kernel = kernel;
  }

  /** @returns undefined when the project is not open to everybody, or is none */
  async admit(projectId: string, authorize: Authorize): Promise<Admission | undefined> {
    const known = this.#known.get(projectId) ?? this.#add(projectId);
    const now = Date.now();
    if (now - known.checkedAt >= BELIEVED_MS) {
      known.allowed = await isAllowed(projectId, authorize);
      known.checkedAt = now;
      if (!known.allowed) endExchanges(known);
    }
    // It may have been ended while the rule was asked.
    return known.allowed && this.#known.get(projectId) === known ? known : undefined;
  }

  #add(projectId: string): Known {
    const [oldest] = this.#known.values();
    if (oldest !== undefined && this.#known.size >= MOST_ADMISSIONS) this.#end(oldest);
    const known: Known = {
      projectId,
      actor: anybody,
      allowed: false,
      checkedAt: 0,
      open: new Set(),
      forget: () => undefined,
    };
    known.forget = this.#kernel.connections.add({ actor: anybody, subject: projectId, end: () => this.#end(known) });
    this.#known.set(projectId, known);
    return known;
  }

  #end(known: Known): void {
    if (this.#known.get(known.projectId) === known) this.#known.delete(known.projectId);
    known.forget();
    endExchanges(known);
  }
}

async function isAllowed(projectId: string, authorize: Authorize): Promise<boolean> {
  try {
    await authorize(anybody, { projectId });
    return true;
  } catch (error) {
    // A database that does not answer is no reason to say that the project is not open.
    if (error instanceof Failure && error.status < 500) return false;
    throw error;
  }
}
