import { EyeOff, Globe, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Visibility } from '../../contract/index.ts';
import { t } from '../texts/texts.ts';

type Described = { readonly label: string; readonly hint: string; readonly icon: ReactNode };

const icon = { size: 14, strokeWidth: 1.5, 'aria-hidden': true };

/** Each visibility as people read it, the most closed first. */
export const visibilities: Readonly<Record<Visibility, Described>> = {
  private: { label: t('visibilityPrivate'), hint: t('visibilityPrivateHint'), icon: <Lock {...icon} /> },
  unlisted: { label: t('visibilityUnlisted'), hint: t('visibilityUnlistedHint'), icon: <EyeOff {...icon} /> },
  public: { label: t('visibilityPublic'), hint: t('visibilityPublicHint'), icon: <Globe {...icon} /> },
};
