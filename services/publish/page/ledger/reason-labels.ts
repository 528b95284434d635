import { words } from '../language/words.ts';

/** Reasons in two or three words, for the heads of columns. */
export const reasonLabels = words({
  en: {
    malformed: 'Not readable',
    unsupported_frame: 'Other kind',
    foreign_net_id: 'Other network',
    unknown_dev_addr: 'Unknown address',
    unknown_device: 'Unknown sensor',
    mic_mismatch: 'Wrong signature',
    device_disabled: 'Switched off',
    f_cnt_reused: 'Number used again',
    f_cnt_behind: 'Number too old',
    session_ended: 'Old session',
    key_missing: 'Key missing',
    no_codec: 'No codec',
    codec_error: 'Codec refused',
    codec_limit: 'Codec too slow',
    not_assigned: 'Without a site',
    unknown_quantity: 'Unknown quantity',
    internal_fault: 'Fault of Vigie',
    refused_by_store: 'Not stored',
  },
  fr: {
    malformed: 'Illisible',
    unsupported_frame: 'Autre type',
    foreign_net_id: 'Autre réseau',
    unknown_dev_addr: 'Adresse inconnue',
    unknown_device: 'Capteur inconnu',
    mic_mismatch: 'Signature fausse',
    device_disabled: 'Désactivé',
    f_cnt_reused: 'Numéro réutilisé',
    f_cnt_behind: 'Numéro trop ancien',
    session_ended: 'Session ancienne',
    key_missing: 'Clé manquante',
    no_codec: 'Sans décodeur',
    codec_error: 'Refus du décodeur',
    codec_limit: 'Décodeur trop lent',
    not_assigned: 'Sans site',
    unknown_quantity: 'Grandeur inconnue',
    internal_fault: 'Panne de Vigie',
    refused_by_store: 'Non enregistré',
  },
});

/** A reason that is newer than this page keeps the API's own name. */
export function reasonLabel(name: string, labels: Readonly<Record<string, string>>): string {
  return labels[name] ?? name;
}
