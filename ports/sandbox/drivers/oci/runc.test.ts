import { describeSandboxPort } from '../../suite.ts';
import { findLeftovers } from './leftovers.ts';
import { createOciSandboxPort } from './oci-port.ts';

describeSandboxPort('oci driver with runc', {
  make: (dataDirectory) => createOciSandboxPort({ dataDirectory, runtime: 'runc' }),
  leftovers: findLeftovers,
  victim: new URL('victim.ts', import.meta.url),
  victimArguments: ['runc'],
});
