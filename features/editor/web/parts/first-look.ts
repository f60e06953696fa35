/** When no text is shown at all, such as in an empty project. Milliseconds. */
const withoutText = 2_000;
/** For browsers that do not tell when they are idle. Milliseconds. */
const pause = 200;

let note: () => void = () => undefined;
const looked = new Promise<void>((resolve) => {
  note = resolve;
  setTimeout(resolve, withoutText);
});

/** Says that the text which the person came for stands in the page. */
export function noteFirstLook(): void {
  note();
}

/**
 * Resolves when that text can be read and the browser has nothing to do: for parts that nobody misses in the first
 * moment. Marks of git and what language servers know brought 55 KiB and 29 requests before the first key.
 */
export async function afterFirstLook(): Promise<void> {
  await looked;
  await new Promise<unknown>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: withoutText });
    else setTimeout(resolve, pause);
  });
}

/** Begins something after the first look, when `load` brought its code. Returns how to end it, begun or not. */
export function startSoon(load: () => Promise<() => () => void>): () => void {
  let ended = false;
  let stop: (() => void) | undefined;
  void afterFirstLook()
    .then(load)
    .then((begin) => {
      if (!ended) stop = begin();
    });
  return () => {
    ended = true;
    stop?.();
  };
}
