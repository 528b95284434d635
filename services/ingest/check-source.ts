import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type Finding, right, type Words, wrong } from '../../packages/observe/finding.ts';
import { brokerTls } from './broker-tls.ts';
import { type BrokerSettings, clientIdOf, type SourceSettings } from './config.ts';
import { filtersOf } from './outside-broker.ts';

const patience = 5_000;

/**
 * Whether the broker of a source lets us in, and lets us subscribe. Under a client id of its own and without a session, so that the one of a
 * running ingest is not taken over and nothing is kept for the check.
 */
export async function checkSource(source: SourceSettings): Promise<Finding> {
  const { broker } = source;
  const subject = `MQTT ${source.name}`;
  if (broker === 'embedded') return right(subject, { en: 'comes through the embedded broker.', fr: 'passe par le courtier intégré.' });
  const { password, error: unread } = await passwordOf(broker);
  if (unread !== undefined) return unreadable(subject, broker, unread);
  const { tls, error: untold } = tlsOf(broker);
  if (untold !== undefined) return unreadableTls(subject, untold);
  const client = mqtt.connect(broker.url, { ...options(source, broker, password), ...tls });
  try {
    await connected(client);
    return await subscribed(subject, client, filtersOf(source));
  } catch (error) {
    return refused(subject, error);
  } finally {
    await client.endAsync(true);
  }
}

function options(source: SourceSettings, broker: BrokerSettings, password: string | undefined): IClientOptions {
  return {
    clientId: `${clientIdOf(source, broker)}-check-${randomBytes(4).toString('hex')}`,
    clean: true,
    protocolVersion: broker.protocolVersion,
    reconnectPeriod: 0,
    connectTimeout: patience,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(password === undefined ? {} : { password }),
  };
}

async function passwordOf({ passwordFile }: BrokerSettings): Promise<{ password?: string; error?: Error }> {
  if (passwordFile === undefined) return {};
  return readFile(passwordFile, 'utf8').then(
    (text) => ({ password: text.trim() }),
    (error: Error) => ({ error }),
  );
}

function tlsOf(broker: BrokerSettings): { tls?: ReturnType<typeof brokerTls>; error?: Error } {
  try {
    return { tls: brokerTls(broker) };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** With `reconnectPeriod` 0 a connection that fails closes for good, with or without an error before. */
function connected(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed')));
  });
}

/** What is retained does not come: `rh` 2 (MQTT 5). */
async function subscribed(subject: string, client: MqttClient, filters: string[]): Promise<Finding> {
  const denied = await client.subscribeAsync(filters, { qos: 1, rh: 2 }).then(
    () => [],
    (error: unknown) => deniedOf(error, filters),
  );
  if (denied.length === 0) return right(subject, { en: 'lets us in and lets us subscribe.', fr: 'accepte la connexion et l’abonnement.' });
  const which = denied.join(', ');
  return wrong(
    subject,
    { en: `lets us in, but not subscribe to ${which}.`, fr: `accepte la connexion, mais pas l’abonnement à ${which}.` },
    {
      en: 'Allow this user to read these topics (Mosquitto: acl_file).',
      fr: 'Permettez à cet utilisateur de lire ces sujets (Mosquitto : acl_file).',
    },
  );
}

/** From the return codes of the SUBACK, one a filter; 0x80 and above: refused (MQTT 5 §3.9.3, MQTT 3.1.1 §3.9.3). */
function deniedOf(error: unknown, filters: readonly string[]): string[] {
  const packet = typeof error === 'object' && error !== null && 'packet' in error ? error.packet : undefined;
  const granted = typeof packet === 'object' && packet !== null && 'granted' in packet ? packet.granted : undefined;
  if (!Array.isArray(granted)) throw error;
  return filters.filter((_, index) => Number(granted[index]) >= 0x80);
}

function unreadable(subject: string, { passwordFile }: BrokerSettings, error: Error): Finding {
  return wrong(
    subject,
    { en: `the password file cannot be read (${error.message}).`, fr: `le fichier du mot de passe est illisible (${error.message}).` },
    { en: `Make ${passwordFile} a file of this user.`, fr: `Faites de ${passwordFile} un fichier de cet utilisateur.` },
  );
}

function unreadableTls(subject: string, error: Error): Finding {
  return wrong(
    subject,
    {
      en: `a file of its certificates cannot be read (${error.message}).`,
      fr: `un fichier de ses certificats est illisible (${error.message}).`,
    },
    { en: 'Correct caFile, certFile and keyFile of this source.', fr: 'Corrigez caFile, certFile et keyFile de cette source.' },
  );
}

function refused(subject: string, error: unknown): Finding {
  const text = `${String(error)} ${typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''}`;
  const known = reasons.find(({ when }) => when.test(text));
  if (known !== undefined) return wrong(subject, known.found, known.action);
  const found = { en: `does not let us in (${text.trim()}).`, fr: `refuse la connexion (${text.trim()}).` };
  return wrong(subject, found, { en: 'Look at the broker’s own log.', fr: 'Regardez le journal du courtier.' });
}

interface Reason {
  readonly when: RegExp;
  readonly found: Words;
  readonly action: Words;
}

const reasons: readonly Reason[] = [
  {
    when: /not authorized|bad user ?name or password/i,
    found: { en: 'refuses the user or the password.', fr: 'refuse l’utilisateur ou le mot de passe.' },
    action: { en: 'Correct username and passwordFile of this source.', fr: 'Corrigez username et passwordFile de cette source.' },
  },
  {
    when: /protocol version/i,
    found: { en: 'does not speak this version of MQTT.', fr: 'ne parle pas cette version de MQTT.' },
    action: { en: 'Set protocolVersion to 4.', fr: 'Réglez protocolVersion sur 4.' },
  },
  {
    when: /ECONNREFUSED/,
    found: { en: 'nothing listens there.', fr: 'rien n’écoute à cette adresse.' },
    action: { en: 'Start the broker, or correct its url.', fr: 'Démarrez le courtier, ou corrigez son url.' },
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    found: { en: 'nobody knows this name.', fr: 'ce nom est inconnu.' },
    action: { en: 'Correct the url, or the DNS.', fr: 'Corrigez l’url, ou le DNS.' },
  },
  {
    when: /certificate required|bad certificate|unknown ca|handshake failure|SSL alert/i,
    found: { en: 'does not accept our certificate, or wants one.', fr: 'n’accepte pas notre certificat, ou en exige un.' },
    action: {
      en: 'Correct certFile and keyFile of this source; the broker must know their authority.',
      fr: 'Corrigez certFile et keyFile de cette source ; le courtier doit connaître leur autorité.',
    },
  },
  {
    when: /certificate|self.signed|ALTNAME/i,
    found: { en: 'its certificate cannot be trusted from here.', fr: 'son certificat n’est pas reconnu ici.' },
    action: {
      en: 'Use the name in the certificate (or serverName), and name the file of its authority in caFile.',
      fr: 'Utilisez le nom du certificat (ou serverName), et nommez le fichier de son autorité dans caFile.',
    },
  },
  {
    when: /wrong version number|EPROTO/i,
    found: { en: 'does not speak TLS on this port.', fr: 'ne parle pas TLS sur ce port.' },
    action: { en: 'Use mqtt:// or the TLS port.', fr: 'Utilisez mqtt:// ou le port TLS.' },
  },
  {
    when: /closed|timeout|timed out|connack|ETIMEDOUT|EHOSTUNREACH|ECONNRESET/i,
    found: { en: 'does not answer as an MQTT broker.', fr: 'ne répond pas comme un courtier MQTT.' },
    action: { en: 'Look at the network, its firewall, and the url.', fr: 'Vérifiez le réseau, son pare-feu et l’url.' },
  },
];
