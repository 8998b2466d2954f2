import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

/** The order of the layers of styles stands in each file, whichever of them a page loads first. */
const layersFirst: Plugin = {
  name: 'layers-first',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `@layer tokens,base,ui,pages;${String(file.source)}`
  },
}

/** The web app. `scripts/build.mjs` says where it is built to; the server serves it and shares nothing with this file. */
export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  base: '/',
  publicDir: false,
  plugins: [layersFirst],
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
