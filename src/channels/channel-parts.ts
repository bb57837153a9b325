import type { HttpProxy } from '../contracts/http-proxy.ts';
import type { Secrets } from '../contracts/secrets.ts';
import type { Resolve } from './http/guarded-lookup.ts';
import type { Guard } from './http/may-connect.ts';

/** What channels are opened with. */
export interface ChannelParts {
  readonly secrets: Secrets;
  /** Which addresses may be connected to: `public`, unless tests or a setting allow more. */
  readonly guard: Guard;
  /** Where services stand, where it is not their usual place: `https://slack.com/api/` and the like, by kind. */
  readonly places?: Readonly<Partial<Record<'slack' | 'pagerduty' | 'teams', string>>>;
  /** Certificates, as PEM, of who else may vouch for services. */
  readonly ca?: string;
  readonly resolve?: Resolve;
  /** By which Slack, PagerDuty, Teams and webhooks are reached. */
  readonly proxy?: HttpProxy | undefined;
}
