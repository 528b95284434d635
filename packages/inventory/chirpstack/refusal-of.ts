import { type ServiceError, status } from '@grpc/grpc-js';
import type { Words } from '../../model/reasons.ts';
import { NetworkServerRefused, type RefusalKind } from '../refused.ts';

/** What a failed call means. ChirpStack's own text stays out: it may quote what was asked. */
export function refusalOf(error: ServiceError): NetworkServerRefused {
  const kind = kindOf(error);
  return new NetworkServerRefused(kind, kind === 'other' ? otherWords(error.code) : words[kind], { cause: new Error(status[error.code]) });
}

function kindOf({ code, details }: ServiceError): RefusalKind {
  switch (code) {
    case status.UNAUTHENTICATED:
      // To a token that may not see this, ChirpStack answers so without a word (chirpstack/src/api/auth/validator.rs).
      return details === '' ? 'forbidden' : 'token';
    case status.PERMISSION_DENIED:
      return 'forbidden';
    case status.UNAVAILABLE:
    case status.CANCELLED:
      return 'unreachable';
    case status.DEADLINE_EXCEEDED:
      return 'slow';
    case status.UNIMPLEMENTED:
      return 'old';
    case status.NOT_FOUND:
      return 'gone';
    default:
      return 'other';
  }
}

const words: Readonly<Record<Exclude<RefusalKind, 'other'>, Words>> = {
  token: {
    en: 'ChirpStack refuses the token. Make an API key on its page "API keys" and write it into the file that register.chirpstack.tokenFile names.',
    fr: 'ChirpStack refuse le jeton. Créez une clé d’API sur sa page « API keys » et écrivez-la dans le fichier que nomme register.chirpstack.tokenFile.',
  },
  forbidden: {
    en: 'The token may not see this in ChirpStack, or its API key was deleted there. Use an API key of the right tenant, or a global one.',
    fr: 'Le jeton ne permet pas de voir cela dans ChirpStack, ou sa clé d’API y a été supprimée. Utilisez une clé du bon locataire, ou une clé globale.',
  },
  unreachable: {
    en: 'ChirpStack does not answer at register.chirpstack.url. Check that it runs, the address and its port, whether it speaks TLS (https) or not (http), and whether its certificate is trusted (register.chirpstack.caFile).',
    fr: 'ChirpStack ne répond pas à register.chirpstack.url. Vérifiez qu’il tourne, l’adresse et son port, s’il parle TLS (https) ou non (http), et si son certificat est reconnu (register.chirpstack.caFile).',
  },
  slow: {
    en: 'ChirpStack took too long to answer. It may be overloaded, or something on the way drops the connection.',
    fr: 'ChirpStack met trop longtemps à répondre. Il est peut-être surchargé, ou la connexion est coupée en chemin.',
  },
  old: {
    en: 'What answers does not know this call: it is no ChirpStack, or one before version 4. Vigie asks ChirpStack 4.',
    fr: 'Ce qui répond ne connaît pas cet appel : ce n’est pas un ChirpStack, ou il précède la version 4. Vigie interroge ChirpStack 4.',
  },
  gone: { en: 'ChirpStack knows no such thing.', fr: 'ChirpStack ne connaît pas cela.' },
};

function otherWords(code: status): Words {
  return {
    en: `ChirpStack answers with an error (${status[code]}). Its own log says more.`,
    fr: `ChirpStack répond par une erreur (${status[code]}). Son propre journal en dit plus.`,
  };
}
