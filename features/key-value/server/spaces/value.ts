import type { Value } from '../../contract/index.ts';

/** As text when the bytes are text. */
export function writeValue(bytes: Buffer): Value {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') };
}

export function readValue(value: Value): Buffer {
  return 'text' in value ? Buffer.from(value.text) : Buffer.from(value.base64, 'base64');
}
