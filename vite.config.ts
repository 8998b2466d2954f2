import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The web app. `scripts/build.mjs` says where it is built to; the server serves it and shares nothing with this file. */
export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  base: '/',
  publicDir: false,
  logLevel: 'error',
  build: {
    // The first versions with light-dark(), nesting, popover and dialog: nothing is rewritten for older ones, whose users would see no colours.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    manifest: 'manifest.json',
    // The content policy allows no data: addresses for scripts and styles, and few are worth one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
