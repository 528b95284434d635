import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached } from './cache.ts';
import { runTool } from './run-tool.ts';

export const influxdVersion = '2.8.0';
/** The newest Flux that this server was released with; its Rust half is linked in. */
const fluxModule = 'github.com/influxdata/flux';
const serverModule = 'github.com/influxdata/influxdb/v2';

const go = { from: 'install Go 1.24 or newer' };
const rust = { from: 'install Rust (rustup) and a C compiler' };

/** Builds the server once from its published sources, the ordinary Go way (4 to 5 minutes on two cores); answers the folder of `influxd`. */
export function buildInfluxd(): Promise<string> {
  return cached(`influxd-${influxdVersion}`, async (folder) => {
    // Go remembers what pkg-config answered: this path stays the same from one build to the next.
    const work = join(dirname(folder), `influxd-${influxdVersion}-build`);
    const module = await writeModule(work);
    const flux = await fluxFolder(module);
    await buildFlux(flux, work);
    const tags = ['-tags', 'sqlite_foreign_keys,sqlite_json', '-ldflags', '-s -w'];
    await runTool('go', ['build', '-mod=mod', '-trimpath', ...tags, '-o', join(folder, 'influxd'), `${serverModule}/cmd/influxd`], {
      ...go,
      cwd: module,
      env: { PKG_CONFIG_PATH: await writePkgConfig(flux, work) },
    });
  });
}

async function writeModule(work: string): Promise<string> {
  const folder = join(work, 'module');
  await mkdir(folder, { recursive: true });
  // A dependant has to repeat this line of the server's own go.mod.
  const replaced = 'github.com/nats-io/nats-streaming-server v0.11.2';
  const by = 'github.com/influxdata/nats-streaming-server v0.11.3-0.20201112040610-c277f7560803';
  const lines = ['module vigie/influxd', 'go 1.21', `require ${serverModule} v${influxdVersion}`, `replace ${replaced} => ${by}`];
  await writeFile(join(folder, 'go.mod'), `${lines.join('\n')}\n`);
  return folder;
}

async function fluxFolder(module: string): Promise<string> {
  await runTool('go', ['mod', 'download', fluxModule], { ...go, cwd: module });
  return (await runTool('go', ['list', '-mod=mod', '-m', '-f', '{{.Dir}}', fluxModule], { ...go, cwd: module })).trim();
}

/** Without the default features, which forbid warnings that a current compiler has. Nothing is written into the module's folder. */
async function buildFlux(flux: string, work: string): Promise<void> {
  const kind = ['--no-default-features', '--features', 'cffi', '--lib', '--crate-type', 'staticlib'];
  await runTool('cargo', ['rustc', '--release', '--locked', '-q', '-p', 'flux', ...kind, '--target-dir', join(work, 'flux')], {
    ...rust,
    cwd: join(flux, 'libflux'),
    env: { CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_OPT_LEVEL: '1', RUSTUP_TOOLCHAIN: 'stable' },
  });
}

async function writePkgConfig(flux: string, work: string): Promise<string> {
  const folder = join(work, 'pkgconfig');
  await mkdir(folder, { recursive: true });
  const fields = {
    Name: 'flux',
    Version: '0',
    Description: 'Flux',
    Libs: `-L${join(work, 'flux', 'release')} -lflux -ldl -lm -lpthread`,
    Cflags: `-I${join(flux, 'libflux', 'include')}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  await writeFile(join(folder, 'flux.pc'), `${lines.join('\n')}\n`);
  return folder;
}
