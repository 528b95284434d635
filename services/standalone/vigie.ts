#!/usr/bin/env node
import { program } from '../cli/program.ts';
import { runCommand } from '../cli/run-command.ts';
import { addCluster } from './cluster-command.ts';
import { addConfig } from './config-command.ts';

await runCommand(addCluster(addConfig(program())));
