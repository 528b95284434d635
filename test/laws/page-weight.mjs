import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Checks what the page loads before the map: its scripts, and that nothing names another host. Run after a build. */
const most = 150_000;
const page = new URL('../../dist/page/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', page), 'utf8'));

const first = staticallyLoaded('index.html');
const texts = [...first].map((key) => readFileSync(new URL(manifest[key].file, page)));
const bytes = texts.reduce((sum, text) => sum + text.length, 0);
const packed = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
const lazy = Object.values(manifest).filter(({ isDynamicEntry }) => isDynamicEntry);
console.info(`${first.size} scripts before the map: ${bytes} bytes, ${packed} with gzip; ${lazy.length} later ones`);

const faults = [
  ...(bytes > most ? [`At most ${most} bytes of script come before the map.`] : []),
  ...(lazy.some(({ src }) => src === 'map/open-map.ts') ? [] : ['The map is not loaded after the page.']),
  ...otherHosts(readFileSync(new URL('index.html', page), 'utf8')).map((address) => `index.html names another host: ${address}`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function staticallyLoaded(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key].imports ?? []) staticallyLoaded(next, seen);
  }
  return seen;
}

function otherHosts(html) {
  return [...html.matchAll(/(?:src|href)="((?:https?:)?\/\/[^"]+)"/g)].map(([, address]) => address);
}
