import { type Diagnosis, ill, unclear, well } from './diagnosis.ts';

/** Which management events a trail keeps; `null`: it could not be read. */
export type TrailScope = 'all' | 'writes' | 'reads' | 'none' | null;

/** A trail as one region sees it. */
export interface TrailSeen {
  readonly name: string;
  readonly arn: string;
  /** The region that it is looked after in. */
  readonly home: string;
  /** `null`: it could not be read, as of an organisation’s trail from a member account. */
  readonly logging: boolean | null;
  readonly keeps: TrailScope;
  /** Why the newest log file could not be delivered; `null` when it could. */
  readonly undelivered: string | null;
}

/** What is to be known of the trails that a region has. */
export interface TrailsAsked {
  readonly region: string;
  /** Whether a source that was set up lives by trails. */
  readonly needed: boolean;
}

/**
 * Whether records of a region are made for EventBridge and S3 (R143): that takes a trail that is switched on and keeps writing
 * management events (EventBridge user guide, "Events from AWS services delivered through CloudTrail"). Event history works
 * without one.
 */
export function judgeTrails({ region, needed }: TrailsAsked, trails: readonly TrailSeen[]): Diagnosis {
  const about = 'trail';
  const expected = 'a trail that is switched on and keeps management events that write';
  const [bad, why] = needed
    ? ([ill, ''] as const)
    : ([unclear, '; `scan aws` works without a trail, live records by EventBridge or S3 do not'] as const);
  const good = trails.filter(isGood);
  const [best] = good;
  if (best?.undelivered === null) return well('records', about, expected, `\`${best.name}\` is on and keeps them`);
  if (best !== undefined)
    return unclear('records', about, expected, `\`${best.name}\`, whose log files do not arrive: ${best.undelivered}`);
  const hidden = trails.filter(({ logging, keeps }) => logging === null || keeps === null);
  if (hidden.length > 0 && trails.every((trail) => hidden.includes(trail)))
    return unclear(
      'records',
      about,
      expected,
      `\`${hidden[0]!.name}\`, which cannot be looked into from this account`,
      `aws cloudtrail get-trail-status --name ${hidden[0]!.arn} --region ${hidden[0]!.home}   with keys of its owner`,
    );
  const off = trails.find(({ logging, keeps }) => logging === false && keeps !== 'none' && keeps !== 'reads');
  if (off !== undefined)
    return bad(
      'records',
      about,
      expected,
      `\`${off.name}\`, which is switched off${why}`,
      `aws cloudtrail start-logging --name ${off.arn} --region ${off.home}`,
    );
  const [poor] = trails.filter(({ logging }) => logging !== null);
  if (poor !== undefined)
    return bad(
      'records',
      about,
      expected,
      `\`${poor.name}\`, which does not keep management events that write${why}`,
      `aws cloudtrail put-event-selectors --trail-name ${poor.arn} --region ${poor.home} --event-selectors ReadWriteType=WriteOnly,IncludeManagementEvents=true`,
    );
  return bad(
    'records',
    about,
    expected,
    `none${why}`,
    `aws cloudtrail create-trail --name management --s3-bucket-name BUCKET --is-multi-region-trail --region ${region}`,
    `aws cloudtrail start-logging --name management --region ${region}`,
  );
}

function isGood({ logging, keeps }: TrailSeen): boolean {
  return logging === true && (keeps === 'all' || keeps === 'writes');
}
