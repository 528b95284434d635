import { startForTests } from './servers.ts';

/** jest's globalSetup: runs once, before every suite. */
export default async function startServers(): Promise<void> {
  if (process.env['VIGIE_TEST_KAFKA'] !== undefined) return;
  (globalThis as { stopServers?: () => Promise<void> }).stopServers = await startForTests();
}
