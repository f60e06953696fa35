import { z } from 'zod';

/** What one failure looks like on the wire: an HTTP status and a sentence that says what happened, why, and what to do. */
export interface FailureDefinition {
  status: number;
  /** `{name}` places are filled from the failure's data. */
  message: string;
  data?: z.ZodType<Record<string, unknown>>;
}

type DataOf<Definition extends FailureDefinition> =
  Definition['data'] extends z.ZodType<infer Data> ? [data: Data] : [];

type FailureFactories<Definitions extends Record<string, FailureDefinition>> = {
  [Code in keyof Definitions & string]: (...data: DataOf<Definitions[Code]>) => Failure;
};

/** An expected failure. Anything else that is thrown is a defect and reaches the one handler for unknown errors. */
export class Failure extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: Record<string, unknown> | undefined;

  constructor(code: string, definition: FailureDefinition, data?: Record<string, unknown>) {
    super(fill(definition.message, data));
    this.name = 'Failure';
    this.code = code;
    this.status = definition.status;
    this.data = data;
  }
}

function fill(message: string, data: Record<string, unknown> | undefined): string {
  return message.replace(/\{(\w+)\}/g, (place, key: string) => {
    const value = data?.[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : place;
  });
}

/**
 * Declares the failures of a feature once, for both sides.
 * `errors.definitions` goes into endpoints; `throw errors.name_taken({ name })` is used by services.
 */
export function defineErrors<const Definitions extends Record<string, FailureDefinition>>(
  definitions: Definitions,
): FailureFactories<Definitions> & { definitions: Definitions } {
  const factories = Object.fromEntries(
    Object.entries(definitions).map(([code, definition]) => [
      code,
      (data?: Record<string, unknown>) => new Failure(code, definition, data),
    ]),
  );
  return { ...(factories as unknown as FailureFactories<Definitions>), definitions };
}

/** Failures that any endpoint may answer. */
export const kernelErrors = defineErrors({
  unauthenticated: { status: 401, message: 'You are not signed in, or your session has ended. Sign in and try again.' },
  reauthentication_required: {
    status: 401,
    message: 'This needs a fresh proof that it is you. Confirm your password or passkey and try again.',
  },
  forbidden: {
    status: 403,
    message: 'Your role does not allow this. Ask an owner for the {need} role.',
    data: z.object({ need: z.string() }),
  },
  token_unknown: {
    status: 401,
    message: 'This API key is not known, has expired, or was revoked. Make another one on your account page.',
  },
  token_not_accepted: {
    status: 403,
    message: 'This cannot be done with an API key. Sign in with a browser to do it.',
  },
  token_scope_missing: {
    status: 403,
    message: 'The API key lacks the scope {scope}. Make one that has it on your account page.',
    data: z.object({ scope: z.string() }),
  },
  token_limited: {
    status: 403,
    message: 'This API key is limited to some projects, and this is about more than those.',
  },
  not_found: { status: 404, message: 'There is nothing here, or you may not see it.' },
  invalid_input: {
    status: 400,
    message: 'Some of what was sent cannot be accepted: {summary}',
    data: z.object({ summary: z.string(), issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
  body_too_large: {
    status: 413,
    message: 'This request is larger than {kibibytes} KiB, or does not say how large it is. Send less at once.',
    data: z.object({ kibibytes: z.number() }),
  },
  body_not_json: { status: 415, message: 'The body of this request must be JSON, with the type application/json.' },
  conflict: {
    status: 409,
    message: 'This was changed meanwhile: {what}. Reload and try again.',
    data: z.object({ what: z.string() }),
  },
  too_many_requests: {
    status: 429,
    message: 'Too many tries. Wait {seconds} seconds and try again.',
    data: z.object({ seconds: z.number() }),
  },
  cross_site_refused: {
    status: 403,
    message: 'This request came from another site and was refused. Open E-Code itself and try again.',
  },
  port_not_configured: {
    status: 503,
    message: '{port} is not set up on this installation. The operator can set {setting}.',
    data: z.object({ port: z.string(), setting: z.string() }),
  },
  database_unavailable: {
    status: 503,
    message: 'The database does not answer right now. Nothing was changed; try again in a few seconds.',
  },
  internal: {
    status: 500,
    message: 'E-Code made a mistake here. It is recorded as incident {incident}; the operator finds it in the log.',
    data: z.object({ incident: z.string() }),
  },
});
