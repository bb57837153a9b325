import type { Secrets } from '../contracts/secrets.ts';
import type { NotDone } from './http/what-came.ts';

/** A secret in the clear, for as long as one delivery takes; or what becomes of the delivery without it. */
export type OpenedSecret = { readonly kind: 'opened'; readonly text: string } | NotDone;

/** Looks a secret up at the moment of a delivery. Blanks and line breaks around it are none of it. */
export async function openSecret(secrets: Secrets, reference: string, signal: AbortSignal): Promise<OpenedSecret> {
  const found = await secrets.find(reference, signal);
  switch (found.kind) {
    case 'found':
      return { kind: 'opened', text: found.secret.open().trim() };
    case 'later':
      return { kind: 'later', why: found.why, after: null, maybe: false };
    case 'refused':
      return { kind: 'refused', why: found.why, whole: true };
  }
}
