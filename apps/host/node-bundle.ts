import { rolldown } from 'rolldown';
import type { InputOptions } from 'rolldown';

/**
 * Bundles programs for Node, one file each and parts that they share, into the folder `output`.
 *
 * CommonJS, although we write modules: importing node:http as a module evaluates its lazy getters, one of which loads
 * undici. Measured: 15 ms and 11 MB more at each start.
 * @param input where each program begins, by its name
 */
export async function bundleForNode(
  input: Readonly<Record<string, string>>,
  output: string,
  options: InputOptions = {},
): Promise<void> {
  const bundled = await rolldown({ input: { ...input }, platform: 'node', tsconfig: false, ...options });
  await bundled.write({
    dir: output,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'part-[name].cjs',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundled.close();
}
