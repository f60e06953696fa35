import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budgets } from './build/budgets.ts';
import { preloadFont } from './build/preload-font.ts';
import { precompress } from './build/precompress.ts';
import { themeScript } from './build/theme-script.ts';

// The development server passes the API through to a running platform.
const platform = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    tailwindcss(),
    themeScript(),
    preloadFont('inter-latin-wght-normal'),
    budgets([{ name: 'Entry', limit: 155 * 1024 }]),
    precompress(),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // No browser that runs the page lacks module preloading; the polyfill would be an inline-like cost for nobody.
    modulePreload: { polyfill: false },
    // Data URLs would need a wider Content-Security-Policy than files do.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each icon would become a request of its own whose headers outweigh it.
          groups: [{ name: 'icons', test: /lucide-react/, minShareCount: 2 }],
        },
      },
    },
  },
  server: {
    port: Number(process.env['WEB_PORT'] ?? '5173'),
    proxy: { '/api': { target: platform, ws: true } },
  },
});
