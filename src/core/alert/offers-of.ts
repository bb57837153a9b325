import { canonicalCidr } from '../net/cidr.ts';
import type { Decision } from '../plan/decision.ts';
import type { AlertState, Offer } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { isPlainId } from './object-arn.ts';

/**
 * What a reader can do, as commands that do it. Only ids that AWS or we gave, and addresses that are ones, ever stand in a
 * command: nothing that somebody chose.
 */
export function offersOf(first: Decision | null, state: AlertState, parts: AlertParts): readonly Offer[] {
  const { actions, questions, incidents, ledger } = parts;
  const kept = ledgerFlag(ledger);
  const place = kept.replace(' --ledger', '');
  const offers: Offer[] = [];
  const offer = (id: Offer['id'], say: string, command: string): void => {
    offers.push({ id, say, command: `portcullis ${command}` });
  };
  if (first !== null && isPlainId(first.id)) offer('show', 'Show the change', `explain ${first.id}${place}`);
  const isOpen = state === 'open' || state === 'acknowledged';
  if (isOpen && first !== null && isPlainId(first.id) && canRevert(first))
    offer('revert', 'Plan a revert', `revert --plan ${first.id} --out plan.json${kept}`);
  if (isOpen && first !== null) offerAllow(first, kept, offer);
  if (state === 'open')
    for (const { id, closedAt } of incidents.slice(0, 1))
      if (closedAt === null && isPlainId(id))
        offer('acknowledge', 'Acknowledge', `incidents acknowledge ${id}${signed}${kept}`);
  for (const { hash, permits, do: what } of questions.filter((each) => each.state === 'waiting').slice(0, 2)) {
    if (!isPlainId(hash)) continue;
    offer('approve', permits ? 'Yes, permit it' : `Yes, ${what} it`, `approve ${hash} --as '<you>'${kept}`);
    offer('deny', permits ? 'No, do not' : 'No, leave it', `deny ${hash} --as '<you>'${kept}`);
  }
  const done = actions.find((each) => each.state === 'verified' && each.do !== 'undo' && isPlainId(each.id));
  if (done !== undefined) offer('undo', 'Give it back for 2 h', `undo ${done.id} --for 2h${signed}${kept}`);
  return offers;
}

/** The ledger as an option of a command; nothing where it is not given, would need quoting, or may hold a password. */
export function ledgerFlag(ledger: string | null): string {
  return ledger === null || !/^[\w./:-]+$/.test(ledger) ? '' : ` --ledger ${ledger}`;
}

const signed = " --as '<you>' --reason '<why>'";

function canRevert({ call, own, verdict, kind }: Decision): boolean {
  return call.result === 'applied' && own === undefined && verdict?.ruling === 'breach' && kind !== 'group-deleted';
}

/** A short permission for whoever did it, from where they did it: as narrow as it can be offered. */
function offerAllow(
  { on, rules, actor, call }: Decision,
  kept: string,
  offer: (id: Offer['id'], say: string, command: string) => void,
): void {
  const opened = rules.find(({ op, direction }) => (op === 'add' || op === 'after') && direction === 'ingress');
  const from =
    actor.sourceIp === null ? null : canonicalCidr(`${actor.sourceIp}/${actor.sourceIp.includes(':') ? 128 : 32}`);
  if (call.result !== 'applied' || opened === undefined || from === null || on.id === null || !isPlainId(on.id)) return;
  const { protocol, ports } = opened;
  if ((protocol !== 'tcp' && protocol !== 'udp') || ports === null) return;
  const port = `${protocol}/${ports[0] === ports[1] ? ports[0] : `${ports[0]}-${ports[1]}`}`;
  offer('allow', `Allow ${from} for 2 h`, `allow ${on.id} --from ${from} --port ${port} --for 2h${signed}${kept}`);
}
