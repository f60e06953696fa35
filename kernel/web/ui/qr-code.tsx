import { encode } from 'uqr';
import { useMemo } from 'react';

/** A QR code: always dark on light with its quiet zone, because many readers cannot read the reverse. */
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { path, width } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: 0 });
    const squares = code.data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { path: squares.join(''), width: code.size };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-3 -3 ${width + 6} ${width + 6}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
      className="rounded-control border border-line bg-[white]"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
