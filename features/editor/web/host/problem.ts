import type { HostErrorBody, HostErrorCode } from '@e-code/host/contract';

const offlineMessage = 'The project cannot be reached. This page tries again by itself.';

/** What the host or the gateway in front of it answered instead of what was asked for. Status 0: no answer came. */
export class HostProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly body: Partial<HostErrorBody>;

  constructor(status: number, body: Partial<Omit<HostErrorBody, 'code'>> & { code?: string }) {
    super(body.message ?? offlineMessage);
    this.name = 'HostProblem';
    this.code = body.code ?? 'offline';
    this.status = status;
    this.body = body as Partial<HostErrorBody>;
  }

  is(code: HostErrorCode): boolean {
    return this.code === code;
  }

  /** The same request may succeed a moment later: no answer, or the session is starting or stopping. */
  get transient(): boolean {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

export function toHostProblem(error: unknown): HostProblem {
  if (error instanceof HostProblem) return error;
  return new HostProblem(0, { code: 'offline' });
}
