import { type Area, type Diagnosis, ill, unclear, well } from './diagnosis.ts';

/** What became of a call that was made only to learn whether it is allowed; `code` is AWS's own. */
export type Tried =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'missing'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** An answer of AWS, as far as a permission can be told from it. */
export type TriedReply =
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unanswered'; readonly why: string };

/** A permission that was tried somewhere. */
export interface TriedPermission {
  /** As IAM names it: `ec2:DescribeSecurityGroups`. */
  readonly permission: string;
  /** Where, or on what: `eu-west-1`, `sg-0123456789abcdef0`. */
  readonly at: string;
  readonly tried: Tried;
}

const denials = new Set(['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'UnauthorizedAccess']);

/**
 * What a dry run told: `DryRunOperation` = it would have been done, `UnauthorizedOperation` = it may not be (EC2 API reference,
 * "Common query parameters", DryRun). Other services have no dry runs: a call of theirs that reads little is made.
 */
export function readTried(reply: TriedReply): Tried {
  if (reply.kind === 'answered') return { kind: 'allowed' };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { code, message } = reply;
  if (code === 'DryRunOperation') return { kind: 'allowed' };
  if (denials.has(code)) return { kind: 'missing', code, message };
  return { kind: 'unknown', why: `${code}: ${message}` };
}

/** Who was tried, for what, and how that is mended. */
export interface Trial {
  readonly area: Area;
  readonly about: string;
  /** For people: ``role `…` ``. */
  readonly who: string;
  /** What to type to see the policy that is needed. */
  readonly iam: string;
}

/** Says of permissions that were tried in many places which are there, and names every one that is missing (R124). */
export function judgePermissions({ area, about, who, iam }: Trial, tried: readonly TriedPermission[]): Diagnosis[] {
  const permissions = [...new Set(tried.map(({ permission }) => permission))];
  const expected = `${who} to be allowed \`${permissions.join('`, `')}\``;
  const of = (kind: Tried['kind']) => tried.filter((each) => each.tried.kind === kind);
  const [missing, unknown] = [of('missing'), of('unknown')];
  if (tried.length === 0) return [];
  if (missing.length === 0 && unknown.length === 0)
    return [well(area, about, expected, `${who} may call ${sayCalls(permissions)} ${sayPlaces(tried)}`)];
  const found: Diagnosis[] = [];
  for (const [permission, at] of Map.groupBy(missing, (each) => each.permission))
    found.push(
      ill(
        area,
        about,
        `${who} to be allowed \`${permission}\` ${sayPlaces(at)}`,
        sayMissing(at[0]!.tried),
        `${iam}   prints the policy that allows it`,
      ),
    );
  for (const [why, at] of Map.groupBy(unknown, sayUnknown)) {
    const names = [...new Set(at.map(({ permission }) => permission))];
    found.push(
      unclear(
        area,
        about,
        `to learn whether ${who} may call ${sayCalls(names)} ${sayPlaces(at)}`,
        `no answer to that: ${why}`,
      ),
    );
  }
  return found;
}

function sayMissing(tried: Tried): string {
  if (tried.kind !== 'missing') return 'that it is not allowed';
  const said = /\(AWS says: (.*)\)$/s.exec(tried.message)?.[1] ?? tried.message;
  return `that it is not allowed (AWS says: ${said})`;
}

function sayUnknown({ tried }: TriedPermission): string {
  return tried.kind === 'unknown' ? tried.why : '';
}

function sayCalls(permissions: readonly string[]): string {
  return permissions.length <= 2
    ? permissions.map((each) => `\`${each}\``).join(' and ')
    : `all ${permissions.length} calls that are needed`;
}

function sayPlaces(tried: readonly TriedPermission[]): string {
  const places = [...new Set(tried.map(({ at }) => at))];
  if (places.length <= 3) return `in ${places.join(', ')}`;
  return `in ${places.length} regions (${places.slice(0, 2).join(', ')}, …)`;
}
