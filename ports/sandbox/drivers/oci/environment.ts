import { HOME } from '../../port.ts';

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** What every process inside finds; nothing of the platform's own environment. */
export const DEFAULT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: `${HOME}/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  HOME,
  USER: 'runner',
  LOGNAME: 'runner',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  SSL_CERT_FILE: CERTIFICATES,
  NODE_EXTRA_CA_CERTS: CERTIFICATES,
};
