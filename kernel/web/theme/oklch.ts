/** A colour in OKLCH: lightness 0..1, chroma 0..~0.37, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

type Linear = readonly [red: number, green: number, blue: number];

/** OKLab to linear sRGB, with the matrices of Björn Ottosson, "A perceptual color space for image processing" (2020). */
function toLinear([lightness, chroma, hue]: Oklch): Linear {
  const radians = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(radians);
  const b = chroma * Math.sin(radians);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

function encode(linear: number): number {
  const value = clamp(linear);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** True when the colour exists in sRGB (a screen shows it without clipping a channel). */
export function inSrgb(color: Oklch): boolean {
  return toLinear(color).every((channel) => channel >= -0.002 && channel <= 1.002);
}

/** `#rrggbb`, clipped to sRGB: for canvases and terminals that do not parse OKLCH. */
export function toHex(color: Oklch): string {
  const channels = toLinear(color).map((channel) => Math.round(encode(channel) * 255));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

export function toCss([lightness, chroma, hue]: Oklch): string {
  return `oklch(${lightness} ${chroma} ${hue})`;
}

function luminance(color: Oklch): number {
  const [red, green, blue] = toLinear(color).map(clamp);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast ratio 1..21 as WCAG 2.2 defines it. */
export function contrast(first: Oklch, second: Oklch): number {
  const [high, low] = [luminance(first), luminance(second)].toSorted((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}
