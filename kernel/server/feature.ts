import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AnySchema, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { ChannelDefinition, EndpointContract, Failure } from '@e-code/kernel/contract';
import type { Actor, Guest, Origin, Person, Program } from './access/actor.ts';
import type { AccessRule } from './access/rule.ts';
import type { Sql } from './database/connect.ts';
import type { JobDefinition } from './jobs/jobs.ts';
import type { Emit } from './outbox/emit.ts';
import type { Subscription } from './outbox/relay.ts';

/** What an endpoint's handler works with. The input is parsed and the access rule has said yes. */
export interface Call<Input> {
  input: Input;
  actor: Actor;
  /** The transaction of this call, or plain reads when the endpoint is a GET. */
  sql: Sql;
  emit: Emit;
  /** Runs after the commit, and not at all when the call fails. */
  afterCommit(work: () => void): void;
  request: IncomingMessage;
  /** Adds one Set-Cookie value; see `serializeCookie`. */
  setCookie(value: string): void;
}

type HandlerOf<Procedure> =
  Procedure extends ContractProcedure<infer Input, infer Output, infer _Errors, infer _Meta>
    ? Handler<Input, Output>
    : never;

type Handler<Input extends AnySchema, Output extends AnySchema> = (
  call: Call<InferSchemaOutput<Input>>,
) => Promise<InferSchemaInput<Output>> | InferSchemaInput<Output>;

/** One function for each endpoint of a contract; a missing one is a compile error. */
export type Handlers<Contract extends EndpointContract> = { [Name in keyof Contract]: HandlerOf<Contract[Name]> };

/** Places of a path such as `/api/projects/:projectId/host/*`; the rest is under `*`. */
export type PathParameters = Record<string, string>;

/** An HTTP address outside the typed API that gets the raw streams: sign-in protocols, downloads, forwarding. */
export interface Door {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  path: `/${string}`;
  access: string;
  summary: string;
  /**
   * The type of body that programs without the header against other sites send. It must be one that pages cannot send
   * across sites without a preflight, and the door must refuse every other.
   */
  body?: string;
  /** Answers failures in the words of the door's protocol, in place of JSON. Nothing has been sent yet. */
  refuse?(response: ServerResponse, failure: Failure): void;
  handle(call: DoorCall): Promise<void> | void;
}

export interface DoorCall {
  request: IncomingMessage;
  response: ServerResponse;
  actor: Actor;
  parameters: PathParameters;
}

/** An address for WebSocket upgrades. The handler owns the socket from then on. */
export interface SocketDoor {
  path: `/${string}`;
  access: string;
  summary: string;
  /** What the connection is about, for `Connections.endSubject`. */
  subject?(parameters: PathParameters): string;
  handle(call: SocketDoorCall): Promise<void> | void;
}

export interface SocketDoorCall {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  actor: Actor;
  parameters: PathParameters;
}

/** What answers below APPS_DOMAIN. `authorize` is the kernel's, bound to the rule that the manifest names. */
export interface AppSite {
  access: string;
  /**
   * Sees each connection before it is read as HTTP, and may answer what it understands itself. `pass` hands the socket to
   * the HTTP server for good; what was read and not answered is put back before.
   */
  connection?(call: { socket: Socket; authorize: Authorize; pass(): void }): void;
  request(call: {
    request: IncomingMessage;
    response: ServerResponse;
    label: string;
    authorize: Authorize;
  }): void | Promise<void>;
  upgrade(call: {
    request: IncomingMessage;
    socket: Duplex;
    head: Buffer;
    label: string;
    authorize: Authorize;
  }): void | Promise<void>;
}

/** What programs in sandboxes connect to. It is offered at an address that only they reach. */
export interface ProgramService {
  /** For the log, such as `key-value`. */
  name: string;
  access: string;
  summary: string;
  /** The port that clients would look for; another one when it is taken. */
  port: number;
  /** Told once, before any project can run. Never, when this machine runs no sandboxes. */
  offered(address: ServiceAddress): void;
  /** Owns the connection. `authorize` is the kernel's, bound to the rule that the manifest names. */
  accept(call: { connection: Socket; program: Program; authorize: Authorize }): void;
}

/** As programs inside see it. */
export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
}

export type Authorize = (actor: Actor, input: unknown) => Promise<void>;

/** All that a feature brings to the server. No other file lists these things. */
export interface ServerFeature {
  name: string;
  contract?: EndpointContract;
  handlers?: Record<string, (call: Call<never>) => unknown>;
  /** Rules by the names that endpoints, doors, sockets and channels refer to. */
  access: Record<string, AccessRule>;
  migrations?: URL;
  doors?: Door[];
  sockets?: SocketDoor[];
  channels?: ChannelDefinition[];
  jobs?: JobDefinition[];
  subscriptions?: Subscription[];
  appSite?: AppSite;
  services?: ProgramService[];
  /** Says who sent a request. Exactly one feature of an installation does. */
  identify?(request: IncomingMessage): Promise<Actor>;
  /** Says who bears a token; undefined when it is not known. One feature of an installation at most does. */
  identifyToken?(token: string, request: IncomingMessage): Promise<Person | undefined>;
  /** Says which guest sent a request in which nobody is signed in. One feature of an installation at most does. */
  identifyGuest?(request: IncomingMessage, origin: Origin): Promise<Guest | undefined>;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

/** Ties handlers to their contract and returns the manifest for composition. */
export function defineFeature<Contract extends EndpointContract>(
  feature: Omit<ServerFeature, 'contract' | 'handlers'> & { contract: Contract; handlers: Handlers<Contract> },
): ServerFeature {
  return feature;
}
