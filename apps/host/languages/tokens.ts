import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { digestOf } from '../documents/text/digest.ts';
import type { Languages } from './languages.ts';

/** A file with more is coloured by its grammar alone: five numbers for each are sent with every stop in typing. */
const most = 20_000;
const numbersOfOne = 5;

/** What the names of a file are, as the server alone can know: a type, an argument, a constant. */
export async function tokensOf(
  languages: Languages,
  input: ParsedInput<'languages.tokens'>,
  signal: AbortSignal,
): Promise<RouteAnswer<'languages.tokens'>> {
  const { server, file } = await languages.subject(input);
  const { semanticTokensProvider: provider } = (await server.started()).abilities;
  const digest = digestOf(file.text.toString());
  if (!provider?.full) return { digest, types: [], data: [] };
  const question = { textDocument: { uri: file.uri } };
  const answer = (await server.request('textDocument/semanticTokens/full', question, signal)) as {
    data?: number[];
  } | null;
  const data = answer?.data ?? [];
  if (data.length > most * numbersOfOne) return { digest, types: [], data: [] };
  // The modifiers, each the last of five numbers, are not shown.
  return { digest, types: [...provider.legend.tokenTypes], data: data.filter((_, at) => at % numbersOfOne !== 4) };
}
