import { isObject } from '../core/leaf/canonical.ts';
import { nearestWords } from '../core/policy/shape/nearest-word.ts';
import { quote } from '../core/policy/shape/say-value.ts';
import { zoneFormat } from '../core/policy/shape/text/time.ts';
import type { Mistake, PolicySource } from './policy-source.ts';

/** Time zones in the routes of a policy that have the right form and do not exist. */
export function findUnknownZones({ value, yaml }: PolicySource): readonly Mistake[] {
  const routes = isObject(value) && isObject(value.notify) ? Object.entries(value.notify) : [];
  return routes.flatMap(([id, route]) => {
    const zone = isObject(route) ? route.zone : null;
    if (typeof zone !== 'string' || zoneFormat.read(zone) !== null || isZone(zone)) return [];
    const at = yaml.placeOf(['notify', id, 'zone'], 'value');
    const [near] = nearestWords(zone, Intl.supportedValuesOf('timeZone'));
    return [{ at, message: `there is no time zone ${quote(zone)}`, suggestion: near ?? null }];
  });
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
