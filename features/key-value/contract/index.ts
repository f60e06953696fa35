export { keyValueErrors } from './errors.ts';
