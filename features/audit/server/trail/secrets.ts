const SECRET = /password|passphrase|secret|token|cookie|credential|private_?key|recovery/i;
const LEFT_OUT = '[left out]';

/**
 * The payload as it may be kept for ever. Events should carry no secrets; this is the second fence, by the names of
 * fields, for the day when one does.
 */
export function withoutSecrets(payload: unknown): Record<string, unknown> {
  return isRecord(payload) ? cleanRecord(payload) : { value: payload };
}

function cleanRecord(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, SECRET.test(key) && holdsText(value) ? LEFT_OUT : clean(value)]),
  );
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return isRecord(value) ? cleanRecord(value) : value;
}

/** Numbers and switches, such as `tokens: 3`, tell nothing secret. */
function holdsText(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
