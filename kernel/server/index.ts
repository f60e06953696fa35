export { participantOf, personOf, programIn, systemActor } from './access/actor.ts';
export type { Actor, Anonymous, Guest, Origin, Participant, Person, Program, SystemActor } from './access/actor.ts';
export { authorize } from './access/authorize.ts';
export { hasScope, TOKEN_PREFIX } from './access/token.ts';
export type { TokenGrant, TokenTerms } from './access/token.ts';
export { anyone, freshly, operator, participantRule, programRule, rule, signedIn, visitorRule } from './access/rule.ts';
export type { AccessRequest, AccessRule, Decision } from './access/rule.ts';
export { BootError } from './boot.ts';
export type { Surface } from './boot.ts';
export { createMemoryBus } from './bus.ts';
export type { Bus } from './bus.ts';
export { systemClock } from './clock.ts';
export type { Clock } from './clock.ts';
export { kernelSettings } from './config/kernel-settings.ts';
export type { KernelSettings } from './config/kernel-settings.ts';
export { readSettings, setting, SettingsError } from './config/setting.ts';
export type { Setting, SettingValues } from './config/setting.ts';
export { connectDatabase } from './database/connect.ts';
export type { Database, Sql } from './database/connect.ts';
export { defineFeature } from './feature.ts';
export type {
  AppSite,
  Authorize,
  Call,
  Door,
  DoorCall,
  Handlers,
  ProgramService,
  ServerFeature,
  ServiceAddress,
  SocketDoor,
  SocketDoorCall,
} from './feature.ts';
export { Connections } from './http/connections.ts';
export type { EndCause } from './http/connections.ts';
export { parseCookies, serializeCookie } from './http/cookies.ts';
export { toFailure } from './http/failures.ts';
export { createSite } from './http/origin.ts';
export type { Site } from './http/origin.ts';
export { refuseUpgrade, sendFailure } from './http/server.ts';
export { makeId } from './id.ts';
export { addJob, job } from './jobs/jobs.ts';
export { publish } from './kernel.ts';
export type { Kernel } from './kernel.ts';
export { createLog } from './log.ts';
export type { Log } from './log.ts';
export { createEmit } from './outbox/emit.ts';
export type { Emit, EventActor } from './outbox/emit.ts';
export { RevocableCache } from './revocable-cache.ts';
export { createUseWriter, type UseWriter } from './use-writer.ts';
export { createSeal } from './sealing.ts';
export type { OfferService } from './services.ts';
export type { Seal } from './sealing.ts';
export { subscription } from './outbox/relay.ts';
export type { Occurrence, Subscription } from './outbox/relay.ts';
export { migratePlatform, startPlatform } from './platform.ts';
export type { Platform, PlatformOptions, Role } from './platform.ts';
