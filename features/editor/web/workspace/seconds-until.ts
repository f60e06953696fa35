import { useEffect, useEffectEvent, useState } from 'react';

const LOOK_MS = 250;

/** Whole seconds until a moment, counted down; `reached` is called once when it comes. 0 without a moment. */
export function useSecondsUntil(moment: string | null, reached: () => void): number {
  const [now, setNow] = useState(() => Date.now());
  const end = moment === null ? 0 : Date.parse(moment);
  const onReached = useEffectEvent(reached);
  useEffect(() => {
    if (end <= Date.now()) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() < end) return;
      clearInterval(timer);
      onReached();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [end]);
  return Math.max(0, Math.ceil((end - now) / 1000));
}
