import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type ComposeService, composeFiles, readCompose, root } from './compose-file.ts';

/** Of compose-go 2.16.2 (Apache-2.0). */
const schema = JSON.parse(readFileSync(join(root, 'test/deploy/compose-spec.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

const services = composeFiles.flatMap((file) =>
  Object.entries(readCompose(file).services).map(([name, service]) => ({ file, name, service })),
);
const ofOurs = services.filter(({ service }) => service.build !== undefined);

test.each(composeFiles)('%s is a compose file as the specification wants it', (file) => {
  const compose = readCompose(file);
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
});

test('the schema refuses what is none', () => {
  expect(validate({ services: { vigie: { image: 'vigie', port: ['8080:8080'] } } })).toBe(false);
});

test.each(services)('$file $name: pinned, bounded, and without the powers of root', ({ file, name, service }) => {
  expect(service.image ?? 'built:1.2.3').toMatch(/:\d+\.\d+\.\d+$/);
  expect(service.mem_limit).toMatch(/^\d+[mg]$/);
  expect(service.pids_limit).toBeGreaterThan(0);
  // The standalone file's Mosquitto starts as root to read a password of the operator's, then becomes another user.
  if (file === 'docker-compose.yml' && name === 'mosquitto') return;
  expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  expect(service.build ? 'node' : service.user).toMatch(/^(node|[1-9]\d*:[1-9]\d*)$/);
  // Kafka's image writes its configuration into its own folders.
  expect(service.read_only === true || name === 'kafka').toBe(true);
});

test.each(services.filter(({ service }) => !service.profiles))('$file $name says whether it is well', ({ service }) => {
  expect(service.healthcheck?.test[0]).toBe('CMD');
});

test.each(services)('$file $name: every secret is a file, and none stands in the text', ({ file, service }) => {
  const { secrets } = readCompose(file);
  for (const name of service.secrets ?? []) expect(secrets[name]?.file).toMatch(/(^|\/)secrets\/[a-z-]+$/);
  const suspicious = Object.entries(service.environment ?? {}).filter(([name]) => /PASSWORD|TOKEN|SECRET|KEY/.test(name));
  for (const [name, value] of suspicious) {
    expect(name).toMatch(/_FILE$/);
    expect(value).toMatch(/^\/run\/secrets\//);
    expect(service.secrets).toContain(value.slice('/run/secrets/'.length));
  }
});

test.each(composeFiles)('%s keeps its secrets where git and the image builder do not look', (file) => {
  const folders = Object.values(readCompose(file).secrets).map(({ file: secret = '' }) =>
    dirname(relative(root, join(root, dirname(file), secret))),
  );
  expect(new Set(folders)).toEqual(new Set(['secrets']));
  expect(lines('.gitignore')).toContain('/secrets/');
  expect(lines('.dockerignore')).toContain('secrets');
});

test.each(services)('$file $name: what it mounts is there or is a volume', ({ file, service }) => {
  const { volumes } = readCompose(file);
  for (const mount of service.volumes ?? []) {
    const [from = ''] = mount.split(':');
    expect(from.startsWith('.') ? existsSync(join(root, dirname(file), from)) : from in volumes).toBe(true);
  }
});

test.each(ofOurs)('$file $name: its image can be built, and its program is one of ours', ({ file, service }) => {
  const { context = '', dockerfile = '' } = service.build ?? {};
  expect(join(root, dirname(file), context, dockerfile)).toBe(join(root, 'deploy/Dockerfile'));
  expect(existsSync(join(root, programOf(service).replace(/^dist\/(.*)\.js$/, '$1.ts')))).toBe(true);
});

test('the image runs as an ordinary user, from what one stage built and the next one copies', () => {
  const dockerfile = lines('deploy/Dockerfile');
  expect(dockerfile.filter((line) => line.startsWith('FROM'))).toHaveLength(2);
  expect(dockerfile.filter((line) => line.startsWith('FROM')).every((line) => /node:\d+\.\d+-/.test(line))).toBe(true);
  expect(dockerfile.findLast((line) => line.startsWith('USER'))).toBe('USER node');
});

function programOf({ command }: ComposeService): string {
  const given =
    command ??
    (JSON.parse(
      lines('deploy/Dockerfile')
        .find((line) => line.startsWith('CMD'))
        ?.slice(3) ?? '[]',
    ) as string[]);
  return given.find((word) => word.startsWith('dist/')) ?? '';
}

function lines(path: string): string[] {
  return readFileSync(join(root, path), 'utf8').split('\n');
}
