import type { Plugin, Rolldown } from 'vite';
import { chunkOf, closureOf, entryOf } from './graph.ts';
import type { Page } from './pages.ts';

/** What the page's own script has to know. */
type Preload = {
  address: string;
  files: string[];
  wide: string[];
  narrow: string[];
  data: readonly string[];
  next: readonly string[];
};

/**
 * Runs in the page before everything else, so it stands for itself. The browser keeps what the links bring until the
 * modules and the style sheets ask for it; answers wait in `ahead` until `takeAhead` of the kernel takes them.
 */
function preload(pages: Preload[]): void {
  for (const { address, files, wide, narrow, data, next } of pages) {
    const found = new RegExp(address).exec(location.pathname);
    if (!found) continue;
    const add = (attributes: Partial<HTMLLinkElement>) =>
      document.head.append(Object.assign(document.createElement('link'), attributes));
    const ahead = (globalThis.ahead ??= new Map<string, Promise<Response>>());
    const ask = async (question: string): Promise<{ id?: string }> => {
      const answer = fetch(question);
      ahead.set(question, answer);
      const response = await answer;
      return response.ok ? ((await response.clone().json()) as { id?: string }) : {};
    };
    let last = Promise.resolve<{ id?: string }>({});
    for (const question of data) last = ask(question.replace('$1', found[1] ?? '')).catch(() => ({}));
    void last.then(({ id }) => {
      if (id !== undefined) for (const question of next) void ask(question.replace('$id', id)).catch(() => undefined);
    });
    for (const file of [...files, ...(matchMedia('(max-width: 640px)').matches ? narrow : wide)]) {
      if (file.endsWith('.css')) add({ rel: 'preload', as: 'style', crossOrigin: '', href: file });
      else if (file.endsWith('.woff2')) add({ rel: 'preload', as: 'font', crossOrigin: '', href: file });
      else add({ rel: 'modulepreload', href: file });
    }
  }
}

/** The names of the files, without those that are there already. */
export function filesOf(bundle: Rolldown.OutputBundle, ends: readonly string[], there: ReadonlySet<string>): string[] {
  const all = new Set(ends.flatMap((end) => [...closureOf(bundle, chunkOf(bundle, end))]));
  return [...all].filter((name) => !there.has(name));
}

export function fontOf(bundle: Rolldown.OutputBundle, name: string): string {
  const file = Object.keys(bundle).find((fileName) => fileName.includes(name) && fileName.endsWith('.woff2'));
  if (file === undefined) throw new Error(`No font ${name} is in the build`);
  return file;
}

/**
 * A page of a large screen needs code that is found in four steps: the entry, its screen, its panels, their data. The
 * document names all of it, so that it travels while the first step is still read.
 */
export function preloadPages(pages: readonly Page[]): Plugin {
  return {
    name: 'e-code:preload-pages',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(document, { bundle = {} }) {
        const entry = closureOf(bundle, entryOf(bundle));
        const address = (name: string) => `/${name}`;
        const list = pages.map((page): Preload => {
          const files = filesOf(bundle, page.files, entry);
          const there = new Set([...entry, ...files]);
          const fonts = page.fonts.map((name) => fontOf(bundle, name));
          return {
            address: page.address,
            files: [...files, ...fonts].map(address),
            wide: filesOf(bundle, page.wideFiles, there).map(address),
            narrow: filesOf(bundle, page.narrowFiles, there).map(address),
            data: page.data,
            next: page.next,
          };
        });
        const script = `<script>(${preload.toString().replaceAll(/\s+/g, ' ')})(${JSON.stringify(list)})</script>`;
        // Before the style sheet, which holds scripts back, and after what says how wide a phone is.
        const viewport = /<meta name="viewport"[^>]*>/;
        if (!viewport.test(document)) throw new Error('index.html has no viewport');
        return document.replace(viewport, (meta) => `${meta}\n    ${script}`);
      },
    },
  };
}
