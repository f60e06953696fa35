export { findFreePort } from './free-port.ts';
export { identityFeature } from './identity.ts';
export { startTestPlatform } from './platform.ts';
export type { TestPlatform } from './platform.ts';
