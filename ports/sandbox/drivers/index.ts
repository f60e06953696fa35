export { createOciSandboxPort } from './oci/oci-port.ts';
export { ociOptions, type OciOptions } from './oci/options.ts';
