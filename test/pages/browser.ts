import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium, with a WebGL that needs no graphics card. @throws Error that says how to get one. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM'], ...places].find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined)
    throw new Error('There is no Chromium on this machine: apt-get install chromium, or name it in CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
}
