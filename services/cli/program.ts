import { Command, Option } from 'commander';
import { addInventory } from './inventory-command.ts';
import { addKeys } from './keys-command.ts';
import { addQuarantine } from './quarantine-command.ts';
import { addRebuild } from './rebuild-command.ts';
import { addRegister } from './register-command.ts';
import { addSimulate } from './simulate-command.ts';

const examples = `
Examples:
  vigie register import sites.csv devices.csv
  vigie inventory import chirpstack
  vigie quarantine list --reason unknown_dev_addr
  vigie quarantine resend --reason unknown_dev_addr
  vigie rebuild
  vigie simulate --devices 20 --rate 10 --duration 60 --forged 0.05 --record sent.jsonl

Every command knows --help, and --json for machines. Exit code 0: done; 1: not done, or not all of it, and why.
`;

/** The command `vigie`. It speaks to the services' HTTP APIs and owns no data. */
export function program(): Command {
  const vigie = new Command('vigie')
    .description("A city's own trusted path from a sensor's radio frame to open data.")
    .addOption(new Option('--server <url>', 'address of a running Vigie').env('VIGIE_SERVER').default('http://127.0.0.1:8080'))
    .option('--token-file <file>', "file with the administrator's token", 'secrets/admin-token')
    .option('--json', 'answer as JSON, for machines')
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replaceAll('\n', ' ')} See --help.\n`) })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', examples);
  addInventory(vigie);
  addKeys(vigie);
  addQuarantine(vigie);
  addRebuild(vigie);
  addRegister(vigie);
  addSimulate(vigie);
  return vigie;
}
