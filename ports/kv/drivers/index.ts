export { createPostgresKv } from './postgres/postgres.ts';
export { createRedisKv } from './redis/redis.ts';
