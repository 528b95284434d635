import { runStandalone } from './run-standalone.ts';

// Everything is closed by now; whatever a library still holds must not keep the process.
process.exit(await runStandalone());
