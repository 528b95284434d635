import type { Words } from '../../observe/finding.ts';

/** Why a server cannot be spoken to, and what to do about it. */
export interface Refusal {
  readonly found: Words;
  readonly action: Words;
}

interface Known extends Refusal {
  readonly when: RegExp;
}

/** By the text of the error and its causes, the first that fits: OpenSSL's, Node's and the client's own words, tried against real servers. */
const known: readonly Known[] = [
  {
    when: /SASL .* mechanism is not supported|UNSUPPORTED_SASL_MECHANISM/i,
    found: { en: 'it does not know this way to log in (SASL mechanism).', fr: 'il ne connaît pas ce mécanisme SASL.' },
    action: {
      en: 'Choose in log.sasl.mechanism one of the server’s sasl.enabled.mechanisms.',
      fr: 'Choisissez dans log.sasl.mechanism un des sasl.enabled.mechanisms du serveur.',
    },
  },
  {
    when: /SASLAuthentication|SASL.*(fail|invalid)|Authentication failed/i,
    found: { en: 'it refuses the user or the password (SASL).', fr: 'il refuse l’utilisateur ou le mot de passe (SASL).' },
    action: {
      en: 'Compare log.sasl with the user on the servers: kafka-configs.sh --describe --entity-type users.',
      fr: 'Comparez log.sasl avec l’utilisateur déclaré sur les serveurs : kafka-configs.sh --describe --entity-type users.',
    },
  },
  {
    when: /DoesNotSupportApiKey|UNSUPPORTED_VERSION/,
    found: { en: 'it is too old: it lacks something that Vigie needs.', fr: 'il est trop ancien : il lui manque ce dont Vigie a besoin.' },
    action: { en: 'Use Kafka 3.9 or newer.', fr: 'Utilisez Kafka 3.9 ou plus récent.' },
  },
  {
    when: /wrong version number|packet length too long|EPROTO/i,
    found: { en: 'it does not speak TLS on this port.', fr: 'il ne parle pas TLS sur ce port.' },
    action: {
      en: 'Name its TLS port in log.brokers, or set log.tls.enabled to false.',
      fr: 'Indiquez son port TLS dans log.brokers, ou réglez log.tls.enabled sur false.',
    },
  },
  {
    when: /self.signed|unable to (verify|get)|UNABLE_TO|SELF_SIGNED|unknown ca/i,
    found: { en: 'its certificate is signed by nobody this machine trusts.', fr: 'son certificat n’est signé par personne de connu ici.' },
    action: {
      en: 'Name in log.tls.caFile the certificate of the authority that signed it.',
      fr: 'Indiquez dans log.tls.caFile le certificat de l’autorité qui l’a signé.',
    },
  },
  {
    when: /ALTNAME|does not match certificate|Hostname\/IP/i,
    found: { en: 'its certificate is for another name.', fr: 'son certificat porte un autre nom.' },
    action: { en: 'Use in log.brokers the name in the certificate.', fr: 'Utilisez dans log.brokers le nom du certificat.' },
  },
  {
    when: /certificate has expired|CERT_HAS_EXPIRED/i,
    found: { en: 'its certificate has expired.', fr: 'son certificat a expiré.' },
    action: { en: 'Renew it on the server.', fr: 'Renouvelez-le sur le serveur.' },
  },
  {
    when: /certificate required|bad certificate|handshake failure/i,
    found: { en: 'it wants a certificate of this client.', fr: 'il demande un certificat de ce client.' },
    action: { en: 'Name them in log.tls.certFile and log.tls.keyFile.', fr: 'Indiquez-les dans log.tls.certFile et log.tls.keyFile.' },
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    found: { en: 'nobody knows this name.', fr: 'ce nom est inconnu.' },
    action: { en: 'Correct it in log.brokers, or in the DNS.', fr: 'Corrigez-le dans log.brokers, ou dans le DNS.' },
  },
  {
    when: /ECONNREFUSED/,
    found: { en: 'nothing listens there.', fr: 'rien n’écoute à cette adresse.' },
    action: { en: 'Start the server, or correct log.brokers.', fr: 'Démarrez le serveur, ou corrigez log.brokers.' },
  },
  {
    when: /timeout|timed out|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i,
    found: { en: 'it does not answer.', fr: 'il ne répond pas.' },
    action: { en: 'Look at the network and its firewall, then at the server.', fr: 'Vérifiez le réseau et son pare-feu, puis le serveur.' },
  },
  {
    when: /ILLEGAL_SASL_STATE|closed|hang up|ECONNRESET|disconnected/i,
    found: {
      en: 'it ends the connection at once: this port wants another protocol (TLS or none, a log-in or none), or is no Kafka.',
      fr: 'il coupe aussitôt la connexion : ce port veut un autre protocole (TLS ou non, authentification ou non), ou n’est pas un Kafka.',
    },
    action: {
      en: 'Set log.tls.enabled and log.sasl.mechanism as this port wants it.',
      fr: 'Réglez log.tls.enabled et log.sasl.mechanism comme ce port le demande.',
    },
  },
];

/** @param error of the client, with its causes. */
export function refusalOf(error: unknown): Refusal {
  const text = textOf(error);
  const found = known.find(({ when }) => when.test(text));
  if (found !== undefined) return { found: found.found, action: found.action };
  return {
    found: { en: `it cannot be spoken to (${text}).`, fr: `impossible de lui parler (${text}).` },
    action: { en: 'Look at the server’s own log.', fr: 'Regardez le journal du serveur.' },
  };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const type = 'type' in error ? ` ${String(error.type)}` : '';
  const own = `${error.name}: ${error.message}${code}${type}`;
  return error.cause === undefined ? own : `${own}; ${textOf(error.cause)}`;
}
