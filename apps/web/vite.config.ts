import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budgets } from './build/budgets.ts';
import { pageChunks } from './build/chunks.ts';
import { cutFonts } from './build/cut-fonts.ts';
import { keepEmacsCommands } from './build/keep-emacs-commands.ts';
import { pages } from './build/pages.ts';
import { preloadFont } from './build/preload-font.ts';
import { preloadPages } from './build/preload-pages.ts';
import { publish } from './build/publish.ts';
import { themeScript } from './build/theme-script.ts';
import { trimDockview } from './build/trim-dockview.ts';
import { wholeChunks } from './build/whole-chunks.ts';

// The development server passes the API through to a running platform.
const platform = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`;

const chunks = pageChunks(pages);

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    tailwindcss(),
    chunks.plugin,
    cutFonts(),
    trimDockview(),
    keepEmacsCommands(),
    themeScript(),
    preloadPages(pages),
    preloadFont('inter-latin-wght-normal-400-600'),
    budgets(160 * 1024, pages),
    wholeChunks(),
    publish(),
  ],
  build: {
    outDir: 'dist',
    // No browser that runs the page lacks module preloading; the polyfill would be an inline-like cost for nobody.
    modulePreload: { polyfill: false },
    // Data URLs would need a wider Content-Security-Policy than files do.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Every page needs all of the entry: in one file it is 11 KiB smaller than in the 20 that others share.
            { name: 'core', tags: ['$initial'] },
            { name: chunks.name, includeDependenciesRecursively: false },
            // Each icon would become a request of its own whose headers outweigh it.
            { name: 'icons', test: /lucide-react/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    port: Number(process.env['WEB_PORT'] ?? '5173'),
    proxy: { '/api': { target: platform, ws: true } },
  },
});
