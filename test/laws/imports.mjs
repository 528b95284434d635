import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import rules from '../../.dependency-cruiser.cjs';

/** Checks the import rules, and that there was something to check: a checker that sees nothing finds nothing. */
const fewestModules = 100;
const options = { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true };
const { output } = await cruise(['packages', 'services', 'deploy', 'test'], options, null, { tsConfig: extractTSConfig('tsconfig.json') });
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.info(`${totalCruised} modules, ${totalDependenciesCruised} imports, ${violations.length} forbidden`);
if (totalCruised < fewestModules) console.error(`Only ${totalCruised} modules were seen; at least ${fewestModules} were expected.`);
process.exitCode = violations.length > 0 || totalCruised < fewestModules ? 1 : 0;
