import type { SettingField } from './setting-fields.ts';

/** A value as it may be shown: of a secret, its type and length (truth 11). */
export function shownValue(field: SettingField | undefined, name: string | undefined, value: unknown): string {
  return field?.secret || isSecretName(name) ? typeAndLength(value) : (JSON.stringify(value, hideSecrets) ?? 'nothing');
}

/** Inside lists of sources the schema's marks are out of reach of a path; the names say enough. */
function isSecretName(name = ''): boolean {
  return /password|token|key|secret/i.test(name);
}

/** For JSON.stringify: what a value holds beside a secret is shown, the secret is not. */
function hideSecrets(name: string, value: unknown): unknown {
  return isSecretName(name) && value !== undefined ? typeAndLength(value) : value;
}

function typeAndLength(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? `text of ${value.length} characters` : `a value of type ${typeof value}`;
}
