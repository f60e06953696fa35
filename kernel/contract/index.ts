export { channel, liveRequestSchema, liveResponseSchema } from './channel.ts';
export type { ChannelDefinition, LiveRequest, LiveResponse } from './channel.ts';
export { endpoint, listEndpoints } from './endpoint.ts';
export type { EndpointContract, EndpointMeta } from './endpoint.ts';
export { defineErrors, Failure, kernelErrors } from './errors.ts';
export type { FailureDefinition } from './errors.ts';
export { event } from './event.ts';
export type { EventDefinition } from './event.ts';
export { idAlphabet, idLength, idSchema } from './id.ts';
