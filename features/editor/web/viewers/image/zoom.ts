/** The picture fits into its place, or has this many screen pixels for each of its own. */
export type Zoom = 'fit' | number;

const steps = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8, 16, 32];

/** The next larger or smaller step; from `fit` it begins at the size in which the picture is shown. */
export function stepZoom(zoom: Zoom, direction: 1 | -1, fitted: number): number {
  const now = zoom === 'fit' ? fitted : zoom;
  const next =
    direction === 1 ? steps.find((step) => step > now * 1.001) : steps.findLast((step) => step < now * 0.999);
  return next ?? (direction === 1 ? (steps.at(-1) ?? 1) : (steps[0] ?? 1));
}

/** How large a picture is shown so that all of it is seen; small ones are not blown up. */
export function fitZoom(picture: Size, place: Size): number {
  if (picture.width === 0 || picture.height === 0) return 1;
  return Math.min(1, place.width / picture.width, place.height / picture.height);
}

export type Size = { readonly width: number; readonly height: number };
