export { apiKeysContract } from './endpoints.ts';
export { apiKeysErrors } from './errors.ts';
export * as apiKeysEvents from './events.ts';
export { scope, type Scope } from './scope.ts';
export { apiKeyRequest, keyName, MOST_PROJECTS, type ApiKey, type ApiKeyRequest, type KeyProject } from './shapes.ts';
