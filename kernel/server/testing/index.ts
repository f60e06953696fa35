export { findFreePort } from './free-port.ts';
export { nobodyFeature } from './nobody.ts';
export { startTestPlatform } from './platform.ts';
export type { TestPlatform } from './platform.ts';
