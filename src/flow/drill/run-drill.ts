import type { Canary, CanaryLook } from '../../contracts/canary.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import {
  canaryTag,
  drillCidr,
  drillId,
  drillOfWords,
  drillPort,
  drillWords,
} from '../../core/plan/drill/canary-rule.ts';
import { Chain } from './chain.ts';
import type { Drilled, DrillOrder, DrillParts } from './drill-parts.ts';
import { followAction } from './follow-action.ts';
import { followRecord } from './follow-record.ts';
import { followTells } from './follow-tells.ts';
import type { Made } from './made.ts';
import { beginDrill, endDrill } from './write-drill.ts';

/** A drill that could not begin: nothing was made, and nothing is written. */
export interface NotDrilled {
  readonly kind: 'refused';
  readonly why: string;
  /** Another one is under way, until then at most. */
  readonly until?: Instant;
}

/**
 * Makes a harmless forbidden change on a canary and follows it to its end: until it is recorded, judged, told, reverted and
 * verified. The first link that does not hold is named. Whatever happens, in the end nothing of it is left, as a read shows,
 * and the ledger has how it went.
 */
export async function runDrill(
  parts: DrillParts,
  { every, group: asked, site }: DrillOrder,
): Promise<Drilled | NotDrilled> {
  const began = parts.clock.now();
  const chain = new Chain(parts);
  const group = asked ?? (await findCanary(parts, site));
  if (typeof group !== 'string') return group;
  const id = drillId([site.account, site.region, group], began);
  const refused = await beginDrill(parts, { id, site, group, every, until: began + longest(parts) });
  if (refused !== null) return { kind: 'refused', ...refused };
  const drilled = { id, site, group, began };
  const ready = await readyCanary(parts, site, group);
  if (typeof ready === 'string') {
    await chain.failed('ready', ready);
    return await endDrill(parts, { ...drilled, name: null, rule: null, decision: null }, chain);
  }
  await chain.passed('ready');
  const { rule, decision } = await follow(parts, { id, site, group, before: ready.group }, chain);
  await cleanUp(parts, { id, site, group, before: ready.group }, chain);
  return await endDrill(parts, { ...drilled, name: ready.group.name, rule, decision }, chain);
}

/** How long a drill lasts at most. */
function longest({ settings: { act, decide, record, tell } }: DrillParts): number {
  return record + decide + tell + 2 * act + 120_000;
}

async function findCanary({ canary, signal }: DrillParts, site: Site): Promise<string | NotDrilled> {
  const found = await canary.find(site, signal);
  const place = `${site.account} ${site.region}`;
  if (found.kind === 'failed')
    return { kind: 'refused', why: `the groups of ${place} could not be read: ${found.message}` };
  const [first, ...others] = found.groups;
  if (first === undefined)
    return {
      kind: 'refused',
      why: `expected a group with the tag \`${canaryTag}\` in ${place}, there is none: make an empty one that is on nothing, and tag it`,
    };
  if (others.length === 0) return first;
  return {
    kind: 'refused',
    why: `expected one group with the tag \`${canaryTag}\` in ${place}, got ${found.groups.join(', ')}: name one`,
  };
}

/** The canary, without what an earlier drill left behind; or why a drill cannot be made on it. */
async function readyCanary({ canary, signal }: DrillParts, site: Site, group: string): Promise<CanaryLook | string> {
  const look = await lookAt({ canary, signal }, site, group);
  if (typeof look === 'string') return look;
  if (!Object.hasOwn(look.group.tags, canaryTag))
    return `\`${group}\` has no tag \`${canaryTag}\`: a drill is only made on a group that says that it is for that`;
  if (look.attached.length > 0)
    return `\`${group}\` is on ${look.attached.join(', ')}: a drill is only made on a group that is on nothing`;
  const left = look.group.rules.filter(({ description }) => drillOfWords(description) !== null).map(idOf);
  if (left.length === 0) return look;
  const closed = await canary.close(site, group, left);
  if (closed.kind === 'failed')
    return `what an earlier drill left on the canary could not be closed: ${closed.message}`;
  return await lookAt({ canary, signal }, site, group);
}

/** The canary as it stands, or why it could not be read. */
async function lookAt(
  { canary, signal }: { readonly canary: Canary; readonly signal?: AbortSignal | undefined },
  site: Site,
  group: string,
): Promise<CanaryLook | string> {
  const look = await canary.look(site, group, signal);
  return look.kind === 'failed' ? `the canary could not be read: ${look.message}` : look;
}

type Begun = Omit<Made, 'rule' | 'at'>;

async function follow(
  parts: DrillParts,
  begun: Begun,
  chain: Chain,
): Promise<{ readonly rule: string | null; readonly decision: string | null }> {
  const { canary, clock, signal } = parts;
  const { group, id, site } = begun;
  const opening = { port: drillPort, cidr: drillCidr(id), description: `${drillWords}${id}` };
  const opened = await canary.open(site, group, opening, signal);
  if (opened.kind === 'failed') {
    const role =
      opened.failure === 'denied' ? '; who drills needs `ec2:AuthorizeSecurityGroupIngress` on the canary' : '';
    await chain.failed('made', `EC2 did not take the call: ${opened.message}${role}`);
    return { rule: null, decision: null };
  }
  const at: Instant = clock.now();
  const made: Made = { ...begun, rule: opened.rule, at };
  chain.made = at;
  await chain.passed('made', at, { say: `tcp ${opening.port} to ${opening.cidr}, ${opened.rule}` });
  const decided = await followRecord(parts, made, chain);
  if (decided === null) return { rule: opened.rule, decision: null };
  await followTells(parts, made, decided, chain);
  await followAction(parts, decided, chain);
  return { rule: opened.rule, decision: decided.decision.id };
}

/** Takes away what is left of it, and shows by a read that it is gone and that all else stands. */
async function cleanUp({ canary }: DrillParts, { before, group, id, site }: Begun, chain: Chain): Promise<void> {
  // Whoever called it off still wants it cleaned up: no signal.
  const look = () => lookAt({ canary }, site, group);
  const first = await look();
  if (typeof first === 'string') return await chain.failed('cleaned', first);
  const isOwn = ({ description }: Rule): boolean => drillOfWords(description) === id;
  const left = first.group.rules.filter(isOwn).map(idOf);
  const closed = left.length === 0 ? null : await canary.close(site, group, left);
  if (closed?.kind === 'failed')
    return await chain.failed(
      'cleaned',
      `\`${left.join(', ')}\` of \`${group}\` is left: ${closed.message}; close it by hand`,
    );
  const last = left.length === 0 ? first : await look();
  if (typeof last === 'string') return await chain.failed('cleaned', last);
  const now = new Set(last.group.rules.map(idOf));
  const lacking = before.rules.filter((each) => !now.has(idOf(each)));
  if (lacking.length === 0) await chain.passed('kept');
  else
    await chain.failed(
      'kept',
      `${lacking.map(idOf).join(', ')} of \`${group}\` went with it: only the drill's rule should have`,
    );
  if (last.group.rules.some(isOwn))
    await chain.failed('cleaned', `the rule of the drill still stands in \`${group}\`: close it by hand`);
  else await chain.passed('cleaned', null, left.length === 0 ? {} : { say: 'the drill took its rule away itself' });
}

function idOf({ id, direction, peer, ports, protocol }: Rule): string {
  return id ?? JSON.stringify([direction, protocol, ports, peer.kind, peer.value]);
}
