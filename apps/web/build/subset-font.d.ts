declare module 'subset-font' {
  type Options = {
    targetFormat?: 'sfnt' | 'woff' | 'woff2';
    variationAxes?: Record<string, number | { min: number; max: number }>;
  };
  /** The font with no more than these characters and axes. */
  export default function subsetFont(font: Buffer, text: string, options?: Options): Promise<Buffer>;
}
