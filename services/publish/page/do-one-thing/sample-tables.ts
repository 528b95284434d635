import organisations from '../../../../deploy/examples/register/1-organisations.csv?raw';
import sites from '../../../../deploy/examples/register/2-sites.csv?raw';
import devices from '../../../../deploy/examples/register/3-devices.csv?raw';
import sessions from '../../../../deploy/examples/register/4-sessions.csv?raw';
import assignments from '../../../../deploy/examples/register/5-assignments.csv?raw';

/** The five tables of the register, filled in as an example; in the order in which they are imported. */
export const sampleTables = [
  { name: 'organisations', file: '1-organisations.csv', text: organisations },
  { name: 'sites', file: '2-sites.csv', text: sites },
  { name: 'devices', file: '3-devices.csv', text: devices },
  { name: 'sessions', file: '4-sessions.csv', text: sessions },
  { name: 'assignments', file: '5-assignments.csv', text: assignments },
] as const;
