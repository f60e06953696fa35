import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const address = {
  host: '0.0.0.0',
  port: Number(process.env.PORT ?? 3000),
  strictPort: true,
  // The preview reaches this server under its own host name.
  allowedHosts: true as const,
};

export default defineConfig({
  plugins: [react()],
  server: address,
  preview: address,
});
