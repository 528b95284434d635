import { spawnSync } from 'node:child_process';

/** `npm run test:engines -- [--kafka 3.9] [what jest takes]` */
const parameters = process.argv.slice(2);
const at = parameters.indexOf('--kafka');
const [, version = '4.4'] = at < 0 ? [] : parameters.splice(at, 2);
const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', VIGIE_TEST_KAFKA_VERSION: version };
const { status } = spawnSync('npx', ['jest', '--config', 'test/engines/jest.config.js', ...parameters], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
