import { type Finding, right, type Words, wrong } from '../../observe/finding.ts';

/** Where a bucket is, and the token for it. */
export interface Access {
  readonly url: string;
  readonly org: string;
  readonly bucket: string;
  readonly token: string;
}

const patience = 5_000;
const mostApartSeconds = 5;

/**
 * Looks at the server, the token, the bucket and the server's clock. Writes nothing: what it sends to try the right is a comment in line protocol.
 * @param setting the settings' name of this access, e.g. `series`.
 */
export async function checkInflux(access: Access, setting: string, now: () => number): Promise<Finding[]> {
  const subject = `InfluxDB ${access.url}`;
  const asked = now();
  const health = await ask(access, 'GET', '/health').catch((error: unknown) => unreachable(subject, setting, error));
  if ('state' in health) return [health];
  if (!health.ok) return [notWell(subject, health)];
  const server = right(subject, { en: `answers (version ${health.version}).`, fr: `répond (version ${health.version}).` });
  return [server, checkClock(health.date, asked, now()), ...(await checkToken(access, setting))];
}

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly body: string;
  readonly version: string;
  readonly date: string | null;
}

async function ask({ url, token }: Access, method: 'GET' | 'POST', path: string, body?: string): Promise<Answer> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Token ${token}`, ...(path.includes('/query') ? { 'content-type': 'application/vnd.flux' } : {}) },
    signal: AbortSignal.timeout(patience),
    ...(body === undefined ? {} : { body }),
  });
  const { status, ok, headers } = response;
  return { status, ok, body: await response.text(), version: headers.get('x-influxdb-version') ?? '?', date: headers.get('date') };
}

async function checkToken(access: Access, setting: string): Promise<Finding[]> {
  const found = await ask(access, 'GET', `/api/v2/buckets?${new URLSearchParams({ name: access.bucket, org: access.org })}`);
  const subject = `InfluxDB token of ${setting}`;
  if (found.status === 401) return [tokenRefused(subject, setting)];
  const query = `from(bucket: ${JSON.stringify(access.bucket)}) |> range(start: -1s) |> limit(n: 1)`;
  const read = await ask(access, 'POST', `/api/v2/query?${new URLSearchParams({ org: access.org })}`, query);
  const write = await ask(access, 'POST', `/api/v2/write?${new URLSearchParams({ org: access.org, bucket: access.bucket })}`, '# nothing');
  if (found.status === 404 || write.status === 404) return [noBucket(access, setting)];
  const bucket = bucketIn(found.body);
  const rights = [...(read.ok && bucket !== undefined ? [] : ['read']), ...(write.ok ? [] : ['write'])];
  const missing = rights.map((name) => rightMissing(subject, name, access));
  const kept = bucket === undefined ? [] : [checkRetention(access, bucket)];
  return [...(missing.length > 0 ? missing : [await checkNoMore(subject, access)]), ...kept];
}

interface Bucket {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly seconds: number;
}

const bucketIn = (body: string): Bucket | undefined => bucketsIn(body)[0];

/** `everySeconds` 0 or no rule: for ever. */
function bucketsIn(body: string): Bucket[] {
  return listIn(body, 'buckets').map((bucket) => {
    const [rule] = Array.isArray(bucket['retentionRules']) ? bucket['retentionRules'] : [];
    return {
      id: String(bucket['id']),
      name: String(bucket['name']),
      type: String(bucket['type']),
      seconds: Number(rule?.everySeconds ?? 0),
    };
  });
}

/** A list of an answer in JSON. */
function listIn(body: string, name: string): Record<string, unknown>[] {
  const answer: Record<string, unknown> = JSON.parse(body);
  const list = answer[name];
  return Array.isArray(list) ? list : [];
}

/** A token that can do more than it needs to is worth more to a thief. */
async function checkNoMore(subject: string, access: Access): Promise<Finding> {
  const [tokens, buckets] = await Promise.all([
    ask(access, 'GET', '/api/v2/authorizations'),
    ask(access, 'GET', '/api/v2/buckets?limit=100'),
  ]);
  const seesTokens = tokens.ok && listIn(tokens.body, 'authorizations').length > 0;
  const others = buckets.ok ? bucketsIn(buckets.body) : [];
  const other = others.find(({ name, type }) => type === 'user' && name !== access.bucket);
  if (!seesTokens && other === undefined) {
    return right(subject, {
      en: 'may read and write its bucket, and nothing more.',
      fr: 'peut lire et écrire dans son bucket, et rien de plus.',
    });
  }
  const more = seesTokens ? { en: 'the tokens', fr: 'les jetons' } : { en: `bucket ${other?.name}`, fr: `le bucket ${other?.name}` };
  return wrong(
    subject,
    { en: `may do more than it needs: it reaches ${more.en} too.`, fr: `peut plus que nécessaire : il atteint aussi ${more.fr}.` },
    makeToken(access),
  );
}

function checkRetention({ bucket }: Access, { id, seconds }: Bucket): Finding {
  const subject = `InfluxDB bucket ${bucket}`;
  if (seconds === 0) return right(subject, { en: 'keeps for ever.', fr: 'garde pour toujours.' });
  const days = Math.round(seconds / 8640) / 10;
  const mend = `influx bucket update --id ${id} --retention 0`;
  return wrong(
    subject,
    {
      en: `forgets after ${days} days; open data are kept for ever.`,
      fr: `oublie après ${days} jours ; les données ouvertes sont gardées pour toujours.`,
    },
    { en: `Mend it with: ${mend}`, fr: `Pour corriger : ${mend}` },
  );
}

/** The Date header counts whole seconds. */
function checkClock(date: string | null, before: number, after: number): Finding {
  const subject = 'InfluxDB clock';
  const apart = Math.round((Date.parse(date ?? '') + 500 - (before + after) / 2) / 1000);
  if (Number.isNaN(apart)) return wrong(subject, { en: 'it does not tell its time.', fr: 'il ne donne pas son heure.' }, isItInflux);
  if (Math.abs(apart) <= mostApartSeconds)
    return right(subject, { en: 'agrees with this machine’s.', fr: 's’accorde avec celle de cette machine.' });
  const side = apart > 0 ? { en: 'ahead of', fr: 'en avance' } : { en: 'behind', fr: 'en retard' };
  const seconds = Math.abs(apart);
  return wrong(
    subject,
    { en: `is ${seconds} s ${side.en} this machine’s.`, fr: `est ${seconds} s ${side.fr} sur celle de cette machine.` },
    {
      en: 'Let both follow one time server (NTP): timedatectl.',
      fr: 'Faites suivre aux deux un même serveur de temps (NTP) : timedatectl.',
    },
  );
}

function unreachable(subject: string, setting: string, error: unknown): Finding {
  const why = codeOf(error);
  return wrong(
    subject,
    { en: `does not answer (${why}).`, fr: `ne répond pas (${why}).` },
    { en: `Start it, or correct ${setting}.url.`, fr: `Démarrez-le, ou corrigez ${setting}.url.` },
  );
}

/** Node's `fetch` hides why it failed in the cause. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error && error.cause !== undefined ? codeOf(error.cause) : String(error);
}

const isItInflux: Words = { en: 'Is it an InfluxDB 2? Look at its own log.', fr: 'Est-ce un InfluxDB 2 ? Regardez son journal.' };

function notWell(subject: string, { status }: Answer): Finding {
  return wrong(subject, { en: `is not well (HTTP ${status}).`, fr: `ne va pas bien (HTTP ${status}).` }, isItInflux);
}

function tokenRefused(subject: string, setting: string): Finding {
  return wrong(
    subject,
    { en: 'is not known there.', fr: 'n’y est pas connu.' },
    { en: `Put the right one into the file of ${setting}.tokenFile.`, fr: `Mettez le bon dans le fichier de ${setting}.tokenFile.` },
  );
}

function noBucket({ org, bucket }: Access, setting: string): Finding {
  const mend = `influx bucket create --org ${org} --name ${bucket} --retention 0`;
  return wrong(
    `InfluxDB bucket ${bucket}`,
    {
      en: `is not there, or not for this token, in organisation ${org}.`,
      fr: `n’existe pas, ou pas pour ce jeton, dans l’organisation ${org}.`,
    },
    {
      en: `Correct ${setting}.org or ${setting}.bucket, or make it: ${mend}`,
      fr: `Corrigez ${setting}.org ou ${setting}.bucket, ou créez-le : ${mend}`,
    },
  );
}

function rightMissing(subject: string, right: string, access: Access): Finding {
  return wrong(
    subject,
    { en: `may not ${right} bucket ${access.bucket}.`, fr: `n’a pas le droit ${right} sur le bucket ${access.bucket}.` },
    makeToken(access),
  );
}

function makeToken({ org, bucket }: Access): Words {
  const make = `influx auth create --org ${org} --read-bucket <id> --write-bucket <id>`;
  return {
    en: `Make one for bucket ${bucket} alone (its id: influx bucket list): ${make}`,
    fr: `Créez-en un pour le seul bucket ${bucket} (son id : influx bucket list) : ${make}`,
  };
}
