import type { Diagnosis } from './diagnosis.ts';

/** A diagnosis of one place, such as a region of an account: `about` names the thing without the place. */
export interface PlacedDiagnosis {
  readonly place: string;
  readonly diagnosis: Diagnosis;
}

/** Says once what is the same in many places; the fix of the first stands for all. */
export function joinPlaces(placed: readonly PlacedDiagnosis[]): readonly Diagnosis[] {
  const alike = Map.groupBy(placed, ({ diagnosis: { area, about, health, expected, found } }) =>
    JSON.stringify([area, about, health, expected, found]),
  );
  return [...alike.values()].map((each) => {
    const { diagnosis } = each[0]!;
    return { ...diagnosis, about: `${diagnosis.about} in ${sayPlaces(each.map(({ place }) => place))}` };
  });
}

/** Places by name while they are few. */
function sayPlaces(places: readonly string[]): string {
  if (places.length <= 4) return places.join(', ');
  return `${places.slice(0, 3).join(', ')} and ${places.length - 3} more`;
}
