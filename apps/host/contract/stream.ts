/**
 * How a stream to the host begins. Where streams can be reached by others (TCP) the first line is `TOKEN <token>`.
 * Then either HTTP/1.1 follows, or one line `CONNECT <port>`: the host answers `OK` or `ERR <code>` as a line and joins the
 * stream with that port inside the sandbox. No HTTP method that the host serves starts with C or T.
 */
export const connectErrors = ['bad_port', 'refused', 'timeout', 'failed'] as const;
export type ConnectError = (typeof connectErrors)[number];

/** Lines of the beginning are at most this many bytes, including the newline. */
export const preambleLineLimit = 512;

export const formatToken = (token: string): string => `TOKEN ${token}\n`;
export const formatConnect = (port: number): string => `CONNECT ${port}\n`;

/** The port of a `CONNECT` line without its newline, or undefined. */
export function parseConnect(line: string): number | undefined {
  const digits = /^CONNECT ([1-9][0-9]{0,4})\r?$/.exec(line)?.[1];
  const port = Number(digits);
  return digits !== undefined && port <= 65_535 ? port : undefined;
}

/** Reads the host's answer line: undefined for `OK`, otherwise why not. */
export function parseConnectAnswer(line: string): ConnectError | undefined {
  if (line === 'OK') return undefined;
  return connectErrors.find((code) => line === `ERR ${code}`) ?? 'failed';
}
