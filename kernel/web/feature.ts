import type { ComponentType, ReactNode } from 'react';
import type { Command } from './commands/registry.ts';

/** What a screen gets from its address: `/p/$slug` gives `params.slug`. */
export type ScreenProps = { readonly params: Readonly<Record<string, string>> };
export type Screen = ComponentType<ScreenProps>;

export type FeatureRoute = {
  /** The address with `$name` for a part that varies: `/p/$slug`. */
  readonly path: string;
  /** Loads the screen when the address is first opened: `() => import('./screens/list.tsx').then((file) => file.ProjectList)`. */
  readonly screen: () => Promise<Screen>;
  /**
   * Who may see it: everybody, people with an account and guests, or people with an account. Whoever may not goes to the
   * sign-in page and comes back.
   */
  readonly access: 'public' | 'guests' | 'signed-in';
  /**
   * `page`: under the top bar, scrolls. `window`: under the top bar, fills what is left and scrolls inside.
   * `plain`: no top bar, a small form in the middle (sign-in, set-up).
   */
  readonly layout?: 'page' | 'window' | 'plain';
  /** The document's title. Left out where the screen names it with `useTitle`, such as by the project's name. */
  readonly title?: string;
};

export type NavigationEntry = {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly icon: ReactNode;
  /** `main` is the top bar, `account` the menu of the person. */
  readonly place: 'main' | 'account';
  /** Shown to operators of the installation only; the server decides for itself what it answers. */
  readonly operatorsOnly?: boolean;
  /** Smaller comes first. */
  readonly order?: number;
};

/** Someone signed in, or a guest, as the shell shows them. */
export type ShellPerson = {
  readonly name: string;
  readonly email: string;
  readonly picture?: string;
  /** Whether this person operates the installation. */
  readonly operator?: boolean;
  /** Whether they came by a link and have no account. */
  readonly guest?: boolean;
};

/** How the shell asks who is there and signs them out. Exactly one feature gives it. */
export type ShellSession = {
  /** Null when nobody is signed in and the browser is no guest's. */
  readonly load: () => Promise<ShellPerson | null>;
  readonly signOut: () => Promise<void>;
  /** The dialog that asks for a fresh proof of identity, see `withFreshProof`. Loaded when the first one is asked for. */
  readonly confirm: () => Promise<ComponentType>;
};

/** What a feature keeps of a person's work in the browser, which goes when the person leaves. */
export type BrowserCopies = {
  /** Names of what is nowhere but here. */
  readonly unsent: () => Promise<readonly string[]>;
  /** Deletes copies: `sent` leaves what is nowhere but here. */
  readonly forget: (what: 'all' | 'sent') => Promise<void>;
};

/**
 * What a feature brings to the web application. Its `web/feature.tsx` exports one, and `apps/web/features.ts` lists it:
 *
 *     export const feature = defineFeature({
 *       name: 'projects',
 *       routes: [
 *         {
 *           path: '/projects/trash',
 *           title: 'Trash',
 *           access: 'signed-in',
 *           screen: () => import('./screens/trash.tsx').then((file) => file.Trash),
 *         },
 *       ],
 *       navigation: [{ id: 'trash', title: 'Trash', path: '/projects/trash', icon: <Trash2 size={16} />, place: 'main' }],
 *     });
 */
export type WebFeature = {
  readonly name: string;
  readonly routes: readonly FeatureRoute[];
  readonly navigation?: readonly NavigationEntry[];
  /** Commands that exist on every page, for everybody but guests; a screen adds its own with `useCommands`. */
  readonly commands?: readonly Command[];
  readonly session?: ShellSession;
  /** Loaded when somebody signs out, or their session ends. */
  readonly copies?: () => Promise<BrowserCopies>;
  /** A small control in the top bar for whoever is signed in, beside the account menu. Loaded after the page is drawn. */
  readonly topBar?: () => Promise<ComponentType>;
};

/** Types a manifest where it is written. */
export function defineFeature(feature: WebFeature): WebFeature {
  return feature;
}
