import { describeSandboxPort } from '../../suite.ts';
import { findLeftovers } from './leftovers.ts';
import { createOciSandboxPort } from './oci-port.ts';

describeSandboxPort('oci driver with runsc', {
  make: (dataDirectory) => createOciSandboxPort({ dataDirectory, runtime: 'runsc' }),
  leftovers: findLeftovers,
  victim: new URL('victim.ts', import.meta.url),
  victimArguments: ['runsc'],
});
