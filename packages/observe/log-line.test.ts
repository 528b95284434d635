import { expect, test } from '@jest/globals';
import { errorFields, logLines } from './log-line.ts';

test('truth 11: a log line carries allow-listed fields only, whatever it is given', () => {
  const written: string[] = [];
  const lines = logLines('test', 'debug', { write: (text) => written.push(text) });
  const smuggled = { device: 'd-abc', devEui: '0102030405060708', nwkSKey: 'secret', address: '10.0.0.1' } as { device: string };
  lines.say('info', 'test.message.ended', smuggled);
  const [line] = written;
  expect(JSON.parse(line ?? '')).toMatchObject({ level: 'info', event: 'test.message.ended', service: 'test', device: 'd-abc' });
  for (const secret of ['0102030405060708', 'secret', '10.0.0.1']) expect(line).not.toContain(secret);
});

test('truth 11: of an error its kind and code are said, never its message', () => {
  const error = Object.assign(new TypeError('connect ECONNREFUSED 10.1.2.3:1883'), { code: 'ECONNREFUSED' });
  expect(errorFields(error)).toEqual({ error: 'TypeError', code: 'ECONNREFUSED' });
});
