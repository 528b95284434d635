import { applyTo } from './change.ts';
import { type ImportResult, importCsv } from './import-csv.ts';
import { masterKeyFrom } from './master-key.ts';
import { RegisterView } from './register-view.ts';

/** For tests: a small register, made of the same files that people write. All keys are invented. */
export const exampleKeys = masterKeyFrom(Buffer.alloc(32, 1));

export const exampleFiles = {
  organisations: 'id,label\nville,La Ville\n',
  sites: `id,organisation,label,latitude,longitude,height,exposure,subject,plane
place,ville,Place du Marché,48.8566,2.3522,3,outdoor,public_body,open
ecole,ville,École,48.86,2.36,2.5,indoor,public_body,open
`,
  devices: `dev_eui,model,disabled,reset_tolerant
70B3D50000000001,example/air,,
70B3D50000000002,example/air,true,yes
`,
  sessions: `dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key
70b3d50000000001,1.0.3,01020304,000102030405060708090a0b0c0d0e0f,101112131415161718191a1b1c1d1e1f
70b3d50000000002,1.0.2,01020305,202122232425262728292a2b2c2d2e2f,
`,
  assignments: `dev_eui,site,from,to
70b3d50000000001,place,2026-01-01,
70b3d50000000002,ecole,2026-01-01T08:00:00+01:00,2026-06-01
`,
};

/** Imports a file and takes its changes into the view. */
export function importInto(view: RegisterView, text: string): ImportResult {
  const result = importCsv(text, view, exampleKeys);
  for (const change of result.changes) applyTo(view, change);
  return result;
}

const filled = new RegisterView();
for (const text of Object.values(exampleFiles)) importInto(filled, text);

/** All of the example files; a copy of one's own. */
export function exampleRegister(): RegisterView {
  return filled.copy();
}
