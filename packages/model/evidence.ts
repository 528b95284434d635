import { z } from 'zod';

/** How a reading was verified, strongest first (truth 12): our own MIC check, the network server's word, a token, nothing. */
export const evidences = ['own_mic', 'server_word', 'token', 'none'] as const;
export const evidenceSchema = z.enum(evidences);
export type Evidence = z.infer<typeof evidenceSchema>;

/** Two claims to one identity: the stronger evidence wins, then the smaller frame reference, so that any order of arrival ends the same. */
export function outranks(a: Claimant, b: Claimant): boolean {
  const strength = evidences.indexOf(a.evidence) - evidences.indexOf(b.evidence);
  return strength !== 0 ? strength < 0 : a.frame < b.frame;
}

export interface Claimant {
  readonly evidence: Evidence;
  readonly frame: string;
}
