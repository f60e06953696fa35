import { createQueryClient } from '@e-code/kernel/web';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAppRouter } from './router.tsx';
import { GUEST_PAGE } from './shell/guest-page.ts';
import { watchSession } from './shell/session.ts';
import { signInAddress } from './shell/sign-in-address.ts';
import './fonts.css';
import './styles.css';

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);

watchSession(queryClient, ({ guest }) => {
  const href = guest === true ? GUEST_PAGE : signInAddress(router.state.location.href);
  void router.navigate({ href, replace: true });
});

const element = document.querySelector('#root');
if (!element) throw new Error('index.html has no #root');

createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
