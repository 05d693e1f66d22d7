/// <reference types="vitest/config" />
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The server behind `npm run dev`; build.rs builds without it. */
const server = process.env['REDIAL_SERVER'] ?? 'http://127.0.0.1:3001'

/** The first parts of the API's addresses; no page begins with one. */
const routes = [
  '/leads',
  '/dialer/sessions',
  '/dialer/calls',
  '/crm/',
  '/mock-crm/',
  '/events',
  '/journal',
  '/replays',
  '/health',
  '/version',
  '/metrics',
  '/studies',
  '/scenarios',
  '/openapi.json',
  '/docs',
  '/llms.txt',
]

/** Compresses every text file beside itself, so that the server need not. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle({ dir = 'dist' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(css|html|js|svg)$/.test(name)) continue
        const text = readFileSync(`${dir}/${name}`)
        writeFileSync(`${dir}/${name}.br`, brotliCompressSync(text))
        writeFileSync(`${dir}/${name}.gz`, gzipSync(text, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  plugins: [react(), packed()],
  build: { target: 'es2023', assetsInlineLimit: 0, sourcemap: false, chunkSizeWarningLimit: 400 },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      ...Object.fromEntries(routes.map((route) => [route, { target: server, changeOrigin: true }])),
      '/ws': { target: server, ws: true, changeOrigin: true },
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
})
