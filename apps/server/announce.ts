/** What the person who started E-Code must know, on their terminal. The setup link is printed nowhere else. */
export function announce(facts: {
  origin: string;
  seconds: number;
  database: string;
  sandbox: string;
  setupLink: string | undefined;
}): void {
  const lines = [
    '',
    `  E-Code is ready at ${facts.origin}  (${facts.seconds.toFixed(1)} s)`,
    '',
    `  database   ${facts.database}`,
    `  sandboxes  ${facts.sandbox}`,
    ...(facts.setupLink === undefined
      ? []
      : ['', '  Create the owner account with this link. It works once:', '', `    ${facts.setupLink}`]),
    '',
    '  Ctrl-C stops it.',
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

/** Why E-Code did not start, in a sentence; the details only where LOG_LEVEL asks for them. */
export function explainFailedStart(error: unknown, settings: { port: number; logLevel: string } | undefined): string {
  if (!(error instanceof Error)) return `E-Code did not start: ${String(error)}`;
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${settings?.port ?? ''} is in use by another program. Stop it, or choose another port: PORT=3001 npm start`;
  }
  if ('code' in error && error.code === 'EACCES') {
    return `Port ${settings?.port ?? ''} may not be opened by this user. Choose one above 1023: PORT=3000 npm start`;
  }
  const details = settings?.logLevel === 'debug' || settings?.logLevel === 'trace' ? `\n${error.stack ?? ''}` : '';
  return `E-Code did not start: ${error.message}${details}`;
}
