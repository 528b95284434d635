/**
 * Why a message waits in quarantine: one reason for one cause, what it means, what an operator does about it.
 * The steps that may give each reason are those of the life of a message; a law checks that list, the documentation and this one.
 */

/** A sentence in both languages of the city. */
export interface Words {
  readonly fr: string;
  readonly en: string;
}

export interface Reason {
  /** The step that gives it; null: any step. */
  readonly step: Step | null;
  readonly meaning: Words;
  /** What an operator does about it. */
  readonly action: Words;
}

/** The steps of a message's life, in order, then the store's own refusal. */
export const steps = ['read', 'match_session', 'verify_mic', 'claim_counter', 'decrypt', 'run_codec', 'normalise', 'store'] as const;
export type Step = (typeof steps)[number];

export const reasons = {
  malformed: {
    step: 'read',
    meaning: {
      fr: "Le message ne se lit pas : sujet inconnu, contenu tronqué ou d'une autre forme que celle attendue.",
      en: 'The message cannot be read: an unknown topic, or content that is cut short or of another shape than expected.',
    },
    action: {
      fr: 'Vérifiez le format choisi pour cette source et qui publie sur ce sujet.',
      en: 'Check the format chosen for this source, and who publishes on this topic.',
    },
  },
  unsupported_frame: {
    step: 'read',
    meaning: {
      fr: "La trame est d'un type que Vigie ne suit pas (propriétaire, ou descendante).",
      en: 'The frame is of a kind that Vigie does not follow (proprietary, or a downlink).',
    },
    action: {
      fr: 'Rien à faire, sauf si un de vos capteurs devait parler ainsi : voyez alors sa documentation.',
      en: 'Nothing to do, unless one of your sensors should speak this way: then see its documentation.',
    },
  },
  foreign_net_id: {
    step: 'read',
    meaning: {
      fr: "L'adresse appartient au réseau d'un autre opérateur ; ses octets ne sont pas gardés.",
      en: "The address belongs to another operator's network; its bytes are not kept.",
    },
    action: {
      fr: 'Rien à faire ; si cette adresse est à vous, ajoutez votre NetID aux réglages.',
      en: 'Nothing to do; if this address is yours, add your NetID to the settings.',
    },
  },
  unknown_dev_addr: {
    step: 'match_session',
    meaning: {
      fr: 'Aucune session connue ne porte cette adresse.',
      en: 'No known session has this address.',
    },
    action: {
      fr: 'Importez la session de ce capteur, puis renvoyez le message.',
      en: "Import this sensor's session, then send the message again.",
    },
  },
  unknown_device: {
    step: 'match_session',
    meaning: {
      fr: "Le capteur n'est pas au registre.",
      en: 'The device is not in the register.',
    },
    action: {
      fr: 'Importez le capteur, puis renvoyez le message.',
      en: 'Import the device, then send the message again.',
    },
  },
  mic_mismatch: {
    step: 'verify_mic',
    meaning: {
      fr: 'La signature ne correspond à aucune clé de la ville : trame forgée, altérée, ou clé périmée.',
      en: "The signature fits none of the city's keys: a forged or altered frame, or an outdated key.",
    },
    action: {
      fr: 'Si ce capteur se tait par ailleurs, importez sa session actuelle ; sinon, quelqu’un imite son adresse.',
      en: 'If this sensor is silent otherwise, import its present session; if not, somebody imitates its address.',
    },
  },
  device_disabled: {
    step: 'claim_counter',
    meaning: {
      fr: 'La trame est authentique, mais le capteur est désactivé au registre.',
      en: 'The frame is authentic, but the device is disabled in the register.',
    },
    action: {
      fr: 'Réactivez le capteur si ses mesures doivent compter, puis renvoyez.',
      en: 'Enable the device if its readings should count, then send again.',
    },
  },
  f_cnt_reused: {
    step: 'claim_counter',
    meaning: {
      fr: "Ce numéro de trame a déjà servi, avec d'autres octets : capteur remis à zéro, ou clés copiées.",
      en: 'This frame number was used before with other bytes: a device that was reset, or copied keys.',
    },
    action: {
      fr: 'Réactivez le capteur avec de nouvelles clés, ou déclarez-le tolérant aux remises à zéro.',
      en: 'Activate the device with new keys, or declare it reset-tolerant.',
    },
  },
  f_cnt_behind: {
    step: 'claim_counter',
    meaning: {
      fr: 'Le numéro de trame est loin derrière le dernier : rejeu, trame très tardive, ou remise à zéro.',
      en: 'The frame number is far behind the latest: a replay, a very late frame, or a reset.',
    },
    action: {
      fr: 'Une trame tardive et inédite passe si vous la renvoyez ; un rejeu ne passe jamais.',
      en: 'A late frame that was never seen passes if you send it again; a replay never does.',
    },
  },
  session_ended: {
    step: 'claim_counter',
    meaning: {
      fr: 'La session de cette trame a été remplacée par une plus récente.',
      en: "This frame's session was replaced by a newer one.",
    },
    action: {
      fr: 'Rien à faire : le capteur parle déjà avec sa nouvelle session.',
      en: 'Nothing to do: the device already speaks in its new session.',
    },
  },
  key_missing: {
    step: 'decrypt',
    meaning: {
      fr: 'Le contenu est chiffré et la clé applicative manque.',
      en: 'The content is encrypted and the application key is missing.',
    },
    action: {
      fr: 'Importez la clé applicative de cette session, puis renvoyez.',
      en: "Import this session's application key, then send again.",
    },
  },
  no_codec: {
    step: 'run_codec',
    meaning: {
      fr: "Aucun décodeur n'est déclaré pour ce modèle.",
      en: 'No codec is declared for this model.',
    },
    action: {
      fr: 'Déclarez le modèle dans firmware-decoders/, puis renvoyez.',
      en: 'Declare the model in firmware-decoders/, then send again.',
    },
  },
  codec_error: {
    step: 'run_codec',
    meaning: {
      fr: 'Le décodeur a refusé ces octets.',
      en: 'The codec refused these bytes.',
    },
    action: {
      fr: 'Vérifiez le modèle et la version du capteur ; corrigez le décodeur, puis renvoyez.',
      en: "Check the device's model and version; mend the codec, then send again.",
    },
  },
  codec_limit: {
    step: 'run_codec',
    meaning: {
      fr: 'Le décodeur a dépassé sa limite de temps, de mémoire ou de taille.',
      en: 'The codec exceeded its limit of time, memory or size.',
    },
    action: {
      fr: 'Corrigez le décodeur, puis renvoyez.',
      en: 'Mend the codec, then send again.',
    },
  },
  not_assigned: {
    step: 'normalise',
    meaning: {
      fr: "Le capteur n'était affecté à aucun site à ce moment.",
      en: 'The device was assigned to no site at that time.',
    },
    action: {
      fr: "Importez l'affectation du capteur à son site, puis renvoyez.",
      en: "Import the device's assignment to its site, then send again.",
    },
  },
  unknown_quantity: {
    step: 'normalise',
    meaning: {
      fr: 'Aucune valeur décodée ne correspond à une grandeur déclarée.',
      en: 'No decoded value belongs to a declared quantity.',
    },
    action: {
      fr: 'Complétez les grandeurs de device.yaml, puis renvoyez.',
      en: 'Complete the datastreams in device.yaml, then send again.',
    },
  },
  internal_fault: {
    step: null,
    meaning: {
      fr: "Vigie elle-même a échoué sur ce message ; les autres n'en sont pas retardés.",
      en: 'Vigie itself failed on this message; the others were not held up.',
    },
    action: {
      fr: 'Signalez-le avec la ligne de journal du même message ; renvoyez après la mise à jour.',
      en: 'Report it with the log line of the same message; send again after the upgrade.',
    },
  },
  refused_by_store: {
    step: 'store',
    meaning: {
      fr: 'La base de séries a refusé la mesure ; elle est comptée à part, hors de la somme des messages.',
      en: 'The series store refused the reading; it is counted apart, outside the sum of messages.',
    },
    action: {
      fr: 'Lisez la réponse de la base, corrigez, puis renvoyez.',
      en: "Read the store's answer, mend its cause, then send again.",
    },
  },
} as const satisfies Record<string, Reason>;

export type ReasonName = keyof typeof reasons;
export const reasonNames = Object.keys(reasons) as [ReasonName, ...ReasonName[]];
