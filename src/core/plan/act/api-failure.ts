/**
 * Why a call to AWS came to nothing, by what follows from it (EC2 API reference, "Error codes for the Amazon EC2 API").
 * `absent`: the rule is not there; `gone`: the group, list or interface is not; `already`: what was wanted stands;
 * `full`: a quota; `in-use`: something depends on it; `busy`: it is changing now; `stale`: its version has moved on;
 * `tag-policy`: the organisation forbids our tags; `account`: the account's own state; `expired`: credentials or clock;
 * `maybe`: no answer came, so it may have happened; `unsure-tuple`: our own guard refused to send it.
 */
export type Failure =
  | 'absent'
  | 'gone'
  | 'already'
  | 'denied'
  | 'tag-policy'
  | 'full'
  | 'in-use'
  | 'busy'
  | 'stale'
  | 'throttled'
  | 'transient'
  | 'expired'
  | 'account'
  | 'malformed'
  | 'maybe'
  | 'unsure-tuple';

/** A call that came to nothing, or (`maybe`) of which nothing is known. `code` is AWS's own, where it gave one. */
export interface ApiFailure {
  readonly kind: 'failed';
  readonly failure: Failure;
  readonly code: string | null;
  readonly message: string;
}
