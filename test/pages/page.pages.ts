import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { faultsOf } from './accessibility.ts';
import { openBrowser } from './browser.ts';
import { type Demo, startDemo } from './demo.ts';
import { looks, nameOf } from './looks.ts';
import { type Look, type Visit, visit } from './visit.ts';

/** Where pictures go when they are asked for: VIGIE_PICTURES=docs/pictures npm run test:pages. */
const pictures = process.env['VIGIE_PICTURES'];
const chapters = ['sensors', 'refused', 'life', 'ledger', 'take-data', 'do-one-thing'];
const usual: Look = { width: 1440, scheme: 'light', language: 'en' };

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([openBrowser(), startDemo()]);
  await withVisit(usual, toldAll);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

async function withVisit<T>(look: Look, work: (page: Page, visit: Visit) => Promise<T>): Promise<T> {
  const visited = await visit(browser, demo.address, look);
  try {
    return await work(visited.page, visited);
  } finally {
    await visited.leave();
  }
}

/** Every part has what it shows: a value at a sensor, a forged frame, a life, counts. */
async function toldAll(page: Page): Promise<void> {
  await page.locator('#sensors tr[data-state="reporting"]').first().waitFor();
  await page.locator('#refused', { hasText: /Nothing was changed|Rien n’a changé/ }).waitFor();
  await page.locator('#ledger .part[data-state="ready"]').first().waitFor();
}

test('the first minute: a decoded value on the map, and a refused forged frame with its reason', () =>
  withVisit(usual, async (page) => {
    await toldAll(page);
    await page.locator('.maplibregl-canvas').waitFor();
    await expect(page.locator('#refused').textContent()).resolves.toMatch(/signature|number/i);
    await expect(page.locator('#refused').textContent()).resolves.toMatch(/Nothing was changed/);
    await expect(
      page
        .getByText(/nothing here is real/)
        .first()
        .isVisible(),
    ).resolves.toBe(true);
  }));

describe.each(looks.map((look) => [nameOf(look), look] as const))('%s', (name, look) => {
  test('axe-core finds nothing, the console says nothing, no other host is asked, nothing is cut off', () =>
    withVisit(look, async (page, { complaints }) => {
      await toldAll(page);
      await page.locator('.maplibregl-canvas').waitFor();
      if (pictures) await takePictures(page, `${pictures}/page-${name}`);
      expect({ faults: await faultsOf(page), complaints, overflow: await overflow(page) }).toEqual({
        faults: [],
        complaints: [],
        overflow: 0,
      });
      expect(await page.locator('html').getAttribute('lang')).toBe(look.language);
      for (const chapter of chapters) expect(await page.locator(`#${chapter} h2`).count()).toBe(1);
    }));
});

test.each(['fr', 'en'] as const)('at 200 %% zoom everything can be reached without scrolling sideways (%s)', (language) =>
  withVisit({ width: 768, scheme: 'light', language, zoom: 2 }, async (page, { complaints }) => {
    await toldAll(page);
    expect({ faults: await faultsOf(page), complaints, overflow: await overflow(page) }).toEqual({
      faults: [],
      complaints: [],
      overflow: 0,
    });
  }),
);

test('by keyboard alone: skip to the content, open a sensor, read it, close it, and be where one was', () =>
  withVisit(usual, async (page, { complaints }) => {
    await toldAll(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#sensors$/);
    await page.keyboard.press('Tab');
    await page.locator('#sensors :focus').waitFor();
    const name = page.locator('#sensors tr[data-state="reporting"] button').first();
    const label = (await name.textContent()) ?? '';
    await tabTo(page, label);
    await page.keyboard.press('Enter');
    const panel = page
      .getByRole('region', { name: new RegExp(escaped(label)) })
      .or(page.locator('.site-panel'))
      .first();
    await panel.waitFor();
    await expect(panel.textContent()).resolves.toMatch(/city.s own key/);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.locator('#sensors button:focus', { hasText: label }).waitFor();
    expect(complaints).toEqual([]);
  }));

test('a part that fails says so, and the others stay', () =>
  withVisit(usual, async (page) => {
    await page.route('**/api/v1/ledger*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{}' }));
    await page.reload();
    await page.locator('#ledger .part[data-state="failed"]').first().waitFor();
    await page.locator('#sensors tr[data-state="reporting"]').first().waitFor();
  }));

test('the language is changed in the page', () =>
  withVisit(usual, async (page) => {
    await toldAll(page);
    await page
      .getByRole('link', { name: /français/i })
      .or(page.getByRole('button', { name: /français/i }))
      .first()
      .click();
    await page.locator('html[lang="fr"]').waitFor();
    await expect(page.locator('#refused').textContent()).resolves.toMatch(/Rien n’a changé/);
  }));

async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.textContent.trim()')) === label) return;
  }
  throw new Error(`"${label}" is not reached by Tab.`);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** How many pixels of the page lie beyond its right edge. */
function overflow(page: Page): Promise<number> {
  return page.evaluate('Math.max(0, document.scrollingElement.scrollWidth - window.innerWidth)') as Promise<number>;
}

async function takePictures(page: Page, path: string): Promise<void> {
  mkdirSync(path.replace(/\/[^/]*$/, ''), { recursive: true });
  await page.screenshot({ path: `${path}.png` });
  await page.screenshot({ path: `${path}-whole.png`, fullPage: true });
}
