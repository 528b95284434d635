import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';

/** The page of the city: built into dist/page, with names by content, so that a browser may keep what it has for ever. */
export default defineConfig({
  root: new URL('./page', import.meta.url).pathname,
  base: './',
  logLevel: 'warn',
  clearScreen: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [compressAssets()],
  build: {
    outDir: new URL('../../dist/page', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2022',
    // Browsers that know light-dark().
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's policy allows no data: address for fonts and scripts; every file is a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_200,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // Says what loads what; read by `npm run check:page`.
    manifest: true,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
