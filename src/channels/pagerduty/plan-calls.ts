import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { isOver } from '../../core/alert/is-over.ts';

/** What is sent to PagerDuty: an alert opened, acknowledged or resolved, or a change event, which pages nobody. */
export type PagerDutyAction = 'trigger' | 'acknowledge' | 'resolve' | 'change';

/**
 * Which calls a delivery takes, in order. An alert is resolved once its message is closed or accepted, and not before;
 * what was reverted and verified before anybody was told pages nobody, unless who did it is to be looked at. PagerDuty
 * drops what acknowledges or resolves an alert that is not open, so that nobody has to know what was sent before, and adds
 * what triggers an open one to its log.
 */
export function planCalls({
  alert,
  what,
  repeated,
}: Pick<Delivery, 'alert' | 'what' | 'repeated'>): readonly PagerDutyAction[] {
  if (alert.kind === 'test') return what === 'update' ? [] : ['trigger', 'resolve'];
  if (neverPages(alert)) return what === 'update' ? [] : ['change'];
  if (what === 'first') {
    // An attempt that nobody answered may have opened an alert while it was still open here.
    if (isOver(alert)) return alert.suspicious === true ? ['trigger'] : repeated ? ['change', 'resolve'] : ['change'];
    return alert.state === 'acknowledged' ? ['trigger', 'acknowledge'] : ['trigger'];
  }
  if (isOver(alert)) return ['resolve'];
  if (alert.state === 'acknowledged' && what === 'update') return ['acknowledge'];
  return alert.state === 'told' && what === 'update' ? [] : ['trigger'];
}

/** Digests, drills and mild notices: context for those who look, no reason to wake anybody. */
function neverPages({ kind, severity }: Alert): boolean {
  if (kind === 'digest' || kind === 'drill') return true;
  return kind === 'notice' && (severity === 'none' || severity === 'low');
}
