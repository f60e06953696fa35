import type { Page } from './pages.ts';

/** The same for every label, whether the project exists or not, so that it tells a stranger nothing. */
export function notOpened(openUrl: string): Page {
  return {
    status: 401,
    title: 'This preview is not open in this browser',
    text: 'Previews of private projects open from E-Code, for people who may see the project.',
    link: { href: openUrl, text: 'Open it from E-Code' },
  };
}

export function usedTicket(openUrl: string): Page {
  return {
    status: 401,
    title: 'This link was used or is too old',
    text: 'A link to a preview works once, within 30 seconds.',
    link: { href: openUrl, text: 'Open it again from E-Code' },
  };
}

export const noSuchPreview: Page = {
  status: 404,
  title: 'There is nothing here',
  text: 'The address of a preview begins with a port and the identifier of a project.',
};

/** The program could take the other one. */
export const twoHosts: Page = {
  status: 400,
  title: 'This request names two hosts',
  text: 'It can be understood in two ways, so it was not passed on.',
};

export const foreignPage: Page = {
  status: 403,
  title: 'This request came from another project',
  text: 'The preview of one project may not reach into the preview of another.',
};

/** For visitors, who may not start what they see. */
export const notRunning: Page = {
  status: 503,
  title: 'This program does not run now',
  text: 'Only people who work in the project can start it. This page shows it as soon as it runs.',
  waits: true,
};

export const waking: Page = {
  status: 503,
  title: 'The project is starting',
  text: 'This page shows the preview as soon as it is there.',
  waits: true,
};

export function nothingListens(port: number): Page {
  return {
    status: 503,
    title: `Nothing listens on port ${port} yet`,
    text: `Press Run in the workspace, or start a program that listens on port ${port}. This page shows it as soon as it answers.`,
    waits: true,
  };
}

export const brokeOff: Page = {
  status: 502,
  title: 'The program closed the connection',
  text: 'It ended, or failed, before it had answered. Its last words are in the console of the workspace. Reload to try again.',
};

export const unreadable: Page = {
  status: 502,
  title: 'The program answered with something that is not HTTP',
  text: 'Look at what listens on this port. The console of the workspace may say more.',
};

export const tooSlow: Page = {
  status: 504,
  title: 'The program did not answer',
  text: 'It took the request five minutes ago and has not begun to answer. Reload to try again.',
};
