import { runProcess } from '../../packages/process/run-process.ts';
import { startProcess } from './start-process.ts';

// Everything is closed by now; whatever a library still holds must not keep the process.
process.exit(await runProcess(startProcess));
