import type { Browser, Page } from 'playwright-core';

/** How somebody looks at the page. */
export interface Look {
  readonly width: 360 | 768 | 1440;
  readonly scheme: 'light' | 'dark';
  readonly language: 'fr' | 'en';
  /** 2: the text is twice as large, so that half as much fits beside each other. */
  readonly zoom?: 1 | 2;
}

export interface Visit {
  readonly page: Page;
  /** What the console said, what failed, and what was asked of another host: all of it unwanted. */
  readonly complaints: string[];
  leave(): Promise<void>;
}

const height = 900;

/** Opens the page as somebody with this look would see it, without motion. A browser's zoom makes its pixels larger and the window, counted in them, smaller. */
export async function visit(browser: Browser, address: string, { width, scheme, language, zoom = 1 }: Look): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: width / zoom, height: height / zoom },
    deviceScaleFactor: zoom,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
  });
  const page = await context.newPage();
  const complaints = complaintsOf(page, new URL(address).origin);
  await page.goto(address);
  return { page, complaints, leave: () => context.close() };
}

function complaintsOf(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    const own = url.startsWith(`${origin}/`) || url.startsWith(`blob:${origin}/`) || url.startsWith('data:');
    if (!own) complaints.push(`asked another host: ${url}`);
  });
  page.on('requestfailed', (request) => {
    // A stream ends when its page is left.
    if (request.resourceType() !== 'eventsource') complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  return complaints;
}
