/** Who may import whom. `npm run check:imports` also asserts that modules were seen. */
const pure = '^packages/(model|lorawan|sources|teleinfo|energy|air|disclosure)/';
const tests = '\\.(test|suite)\\.ts$|/fixtures/|/suite/|^test/';

module.exports = {
  forbidden: [
    { name: 'packages-know-no-service', severity: 'error', from: { path: '^packages/', pathNot: tests }, to: { path: '^services/' } },
    {
      name: 'model-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/model/', pathNot: tests },
      to: { path: '^(packages|services)/', pathNot: '^packages/model/' },
    },
    {
      name: 'pure-packages-import-only-model',
      severity: 'error',
      from: { path: '^packages/(lorawan|teleinfo|energy|air|disclosure)/', pathNot: tests },
      to: { path: '^packages/', pathNot: ['^packages/model/', '^packages/$1/'] },
    },
    {
      name: 'sources-import-model-and-lorawan',
      severity: 'error',
      from: { path: '^packages/sources/', pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/(model|lorawan|sources)/' },
    },
    // AES is a parameter; node-aes.ts is the one implementation that knows node:crypto.
    {
      name: 'pure-packages-touch-no-machine',
      severity: 'error',
      from: { path: pure, pathNot: [tests, '^packages/lorawan/node-aes\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'services-meet-only-in-topics',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: `^services/standalone/|${tests}` },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    // It knows the city by its public API alone.
    {
      name: 'the-page-knows-only-itself',
      severity: 'error',
      from: { path: '^services/publish/page/' },
      to: { path: '^(packages|services|test)/', pathNot: '^services/publish/page/' },
    },
    {
      name: 'only-the-page-knows-the-page',
      severity: 'error',
      from: { pathNot: '^services/publish/page/' },
      to: { path: '^services/publish/page/' },
    },
    {
      name: 'only-the-log-knows-its-engines',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: ['^packages/log/', tests] },
      to: { path: '^packages/log/(sqlite|kafka)' },
    },
    {
      name: 'only-the-series-knows-its-engines',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: ['^packages/series/', tests] },
      to: { path: '^packages/series/(sqlite|influxdb)' },
    },
    {
      name: 'engines-are-no-siblings',
      severity: 'error',
      from: { path: '^packages/(log|series)/(sqlite|kafka|influxdb)/' },
      to: { path: '^packages/$1/(sqlite|kafka|influxdb)/', pathNot: '^packages/$1/$2/' },
    },
    {
      name: 'sqlite-in-its-places',
      severity: 'error',
      from: { pathNot: ['^packages/(log|series)/', tests] },
      to: { path: 'better-sqlite3' },
    },
    {
      name: 'steps-know-no-adapter',
      severity: 'error',
      from: { path: '^services/[^/]+/steps/' },
      to: { path: '^packages/[^/]+/(sqlite|kafka|influxdb|open)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'only-tests-import-tests', severity: 'error', from: { pathNot: tests }, to: { path: '\\.(test|suite)\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
