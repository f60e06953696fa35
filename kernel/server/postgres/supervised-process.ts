// Run by the tests as a process of its own, which they kill: a platform that does nothing but hold a server.
import { startEmbeddedPostgres } from './supervisor.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const server = await startEmbeddedPostgres({ dataDirectory: process.argv[2] ?? '', log });
process.stdout.write(`${server.connectionString}\n`);
