import { useNavigation, useSearchParam, type Screen } from '@e-code/kernel/web';
import { Colors } from './colors.tsx';
import { Controls } from './controls.tsx';
import { Feedback } from './feedback.tsx';
import { Layers } from './layers.tsx';
import { SignInExample } from './sign-in-example.tsx';
import { States } from './states.tsx';

const parts: Record<string, Screen> = {
  controls: Controls,
  layers: Layers,
  feedback: Feedback,
  states: States,
  colors: Colors,
  'sign-in': SignInExample,
};

/** Every component in every state, for looking at and for screenshots. Development builds only. */
export function Gallery() {
  const [part] = useSearchParam('part');
  const { path } = useNavigation();
  const shown = part === undefined ? Object.entries(parts) : Object.entries(parts).filter(([name]) => name === part);
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-12 px-4 py-8 sm:px-8">
      <h1 className="sr-only">{path}</h1>
      {shown.map(([name, Part]) => (
        <Part key={name} params={{}} />
      ))}
    </div>
  );
}
