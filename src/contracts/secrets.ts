/**
 * A secret that was looked up. `toString`, `toJSON` and what Node's `inspect` prints are `[secret]`; only who sends it
 * calls `open`, at the last moment, and keeps nothing of it.
 */
export interface Secret {
  open(): string;
}

/** A secret, or why there is none now: `later` comes right by itself, `refused` does not. `why` never holds the secret. */
export type FoundSecret =
  | { readonly kind: 'found'; readonly secret: Secret }
  | { readonly kind: 'later'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Looks secrets up where a reference says: `${env:NAME}`, `${file:/path}`, `${ssm:/path}`, `${secretsmanager:id}`. What was
 * found is kept for some minutes.
 */
export interface Secrets {
  /** Never rejects. */
  find(reference: string, signal?: AbortSignal): Promise<FoundSecret>;
  /** A service did not take it: the next look asks anew, for it may have been changed meanwhile. */
  forget(reference: string): void;
}

/** The places outside of this machine where secrets are kept. */
export type SecretStore = 'ssm' | 'secretsmanager';

/** Reads one of them by the name that the reference gives. Never rejects; `why` never holds what is kept there. */
export type ReadKept = (
  name: string,
  signal?: AbortSignal,
) => Promise<
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'later'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }
>;
