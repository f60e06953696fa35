import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../contract/capabilities.ts';
import { formatPushReport, pushReportTrailer } from '../contract/push-report.ts';
import type { Host } from '../host.ts';
import { identityOf } from './actor-identity.ts';
import type { Secret } from './guard/find-secrets.ts';
import { openHooks } from './serve-hook.ts';
import { judge } from './serve-rules.ts';
import type { Pushed, Update } from './serve-rules.ts';
import { exchange } from './serve.ts';

/**
 * Settings of a push. Git itself updates the work tree when the branch that is checked out is pushed to, and refuses when
 * files differ from its last commit; the rules before say so in better words.
 */
const settings = [
  'receive.denyCurrentBranch=updateInstead',
  'receive.denyDeleteCurrent=refuse',
  'receive.advertisePushOptions=true',
  'receive.autogc=false',
  'receive.keepAlive=5',
];

/**
 * Receives a push. What it changes in the work tree is the pusher's, and open documents follow. A push that was accepted is
 * carried through also when its client leaves. What moved is said behind the answer, for the audit trail.
 */
export async function receive(
  host: Host,
  actor: Actor,
  streams: { request: IncomingMessage; response: ServerResponse; conversation?: boolean },
): Promise<void> {
  const push = new Push(host, actor);
  const hooks = await openHooks(host.state, push);
  try {
    await exchange({
      ...streams,
      root: host.root,
      service: 'receive-pack',
      settings: [...settings, `core.hooksPath=${hooks.folder}`],
      environment: { ...identityOf(actor), ...hooks.environment },
      mayEnd: () => !push.accepted,
      trailers: () => ({ [pushReportTrailer]: formatPushReport(push.updates, push.allowed) }),
    });
  } finally {
    push.finish();
    await hooks.close();
  }
}

class Push {
  /** What moved. */
  updates: readonly Update[] = [];
  /** Secrets that an owner let in. */
  allowed: readonly Secret[] = [];
  accepted = false;
  finish = (): void => undefined;
  readonly #host: Host;
  readonly #actor: Actor;
  readonly #finished: Promise<void>;

  constructor(host: Host, actor: Actor) {
    this.#host = host;
    this.#actor = actor;
    this.#finished = new Promise((resolve) => (this.finish = resolve));
  }

  /** Says `accepted` or why not. From then until git has ended, changes of files are the pusher's. */
  async asked(pushed: Pushed): Promise<string> {
    const verdict = await judge(this.#host, pushed, this.#actor.owner === true);
    if ('refusal' in verdict) return verdict.refusal;
    this.allowed = verdict.allowed;
    this.accepted = true;
    const origin = { kind: 'git', name: this.#actor.name } as const;
    void this.#host.documents.loaded?.during(origin, () => this.#finished);
    return 'accepted';
  }

  kept({ updates }: Pushed): void {
    this.updates = updates;
  }
}
