import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { DebuggerName } from '../contract/debug.ts';

/** The requests of the Debug Adapter Protocol that sessions make, with what they send and what is answered. */
export interface Requests {
  readonly setBreakpoints: [Dap.SetBreakpointsArguments, Dap.SetBreakpointsResponse['body']];
  readonly setExceptionBreakpoints: [Dap.SetExceptionBreakpointsArguments, unknown];
  readonly configurationDone: [Dap.ConfigurationDoneArguments, unknown];
  readonly threads: [Record<string, never>, Dap.ThreadsResponse['body']];
  readonly stackTrace: [Dap.StackTraceArguments, Dap.StackTraceResponse['body']];
  readonly scopes: [Dap.ScopesArguments, Dap.ScopesResponse['body']];
  readonly variables: [Dap.VariablesArguments, Dap.VariablesResponse['body'] & { readonly total?: number }];
  readonly setVariable: [Dap.SetVariableArguments, Dap.SetVariableResponse['body']];
  readonly evaluate: [Dap.EvaluateArguments, Dap.EvaluateResponse['body']];
  readonly completions: [Dap.CompletionsArguments, Dap.CompletionsResponse['body']];
  readonly continue: [Dap.ContinueArguments, unknown];
  readonly pause: [Dap.PauseArguments, unknown];
  readonly next: [Dap.NextArguments, unknown];
  readonly stepIn: [Dap.StepInArguments, unknown];
  readonly stepOut: [Dap.StepOutArguments, unknown];
}
export type Command = keyof Requests;

/** The events of the protocol that sessions listen to. */
export interface Events {
  /** A program came: it waits for breakpoints and `configurationDone`. */
  readonly initialized: () => void;
  readonly stopped: (body: Dap.StoppedEvent['body']) => void;
  readonly continued: (body: Dap.ContinuedEvent['body']) => void;
  readonly breakpoint: (body: Dap.BreakpointEvent['body']) => void;
  /** The debugger says something, such as a logpoint's words. */
  readonly output: (text: string) => void;
  /** A thread came or went. */
  readonly thread: () => void;
  /** The adapter itself came to an end. */
  readonly gone: (lastWords: string) => void;
}

/** A debugger that speaks the Debug Adapter Protocol: requests here, events to who made it. */
export interface Adapter {
  readonly name: DebuggerName;
  /** With this in its environment the project's command finds the debugger. */
  readonly environment: Record<string, string>;
  request<Name extends Command>(command: Name, input: Requests[Name][0]): Promise<Requests[Name][1]>;
  close(): void;
}

/** What an adapter is made for. */
export interface AdapterGround {
  readonly root: string;
  /** A folder for what the adapter needs while it runs. */
  readonly folder: string;
  /** As the program is going to have it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly events: Events;
}
