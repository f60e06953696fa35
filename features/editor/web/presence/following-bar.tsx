import { toast } from '@e-code/kernel/web';
import { useEffect } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { personColour } from './person-colour.ts';
import { placeText } from './place-text.ts';

/** What a person does to go their own way again. */
const ownInput = ['keydown', 'wheel', 'pointerdown', 'touchmove'] as const;

/**
 * While this page follows somebody: whom, and a frame in their colour. Any input of one's own ends it; it lies over the
 * page, because a press that ends it must still meet the button that it was meant for.
 */
export function FollowingBar() {
  const { presence } = useWorkspace();
  const followed = useStore(presence.following);
  const active = followed !== undefined;
  useSummons();
  useEffect(() => {
    if (!active) return undefined;
    const stop = (event: Event) => {
      const inside = event.target instanceof Element && event.target.closest('[data-following],[role=menu]') !== null;
      if (event.isTrusted && !inside) presence.unfollow();
    };
    for (const type of ownInput) window.addEventListener(type, stop, { capture: true, passive: true });
    return () => {
      for (const type of ownInput) window.removeEventListener(type, stop, { capture: true });
    };
  }, [active, presence]);
  if (!followed) return null;
  const colour = personColour(followed.person.colour);
  return (
    <>
      <div
        data-following
        role="status"
        style={{ background: colour }}
        className="fixed bottom-9 left-1/2 z-40 flex h-8 max-w-[calc(100vw-16px)] -translate-x-1/2 items-center gap-3 rounded-full px-4 text-small font-medium text-bg shadow-float"
      >
        <span className="min-w-0 truncate">
          {t('followingPerson', { name: followed.person.name, place: placeText(followed.place) })}
        </span>
        <button type="button" onClick={() => presence.unfollow()} className="rounded-small px-1.5 underline">
          {t('unfollow')}
        </button>
      </div>
      <div aria-hidden style={{ borderColor: colour }} className="pointer-events-none fixed inset-0 z-40 border-2" />
    </>
  );
}

/** Somebody brought everybody to where they are: says who, and offers the way back. */
function useSummons(): void {
  const { presence, layout } = useWorkspace();
  const by = useStore(presence.summoned);
  useEffect(() => {
    if (!by) return;
    const before = presence.cameFrom;
    toast.info(t('broughtHere', { name: by.person.name }), {
      description: placeText(by.place),
      ...(before && { action: { label: t('goBack'), onClick: () => presence.goTo(before) } }),
    });
  }, [by, presence, layout]);
}
