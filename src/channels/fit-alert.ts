import type { Alert, AlertPlace, Fact } from '../core/alert/alert.ts';
import { bareLine } from './bare-line.ts';

/** An alert that fits where it is to go. `cut`: something was left out, and each place where it was says so. */
export interface FittedAlert {
  readonly alert: Alert;
  readonly cut: boolean;
}

/** How much of an alert is told: how many of each, and how many characters of a text. */
interface Room {
  readonly facts: number;
  readonly lines: number;
  readonly notes: number;
  readonly ids: number;
  readonly characters: number;
}

const rooms: readonly Room[] = [
  { facts: 40, lines: 40, notes: 100, ids: 100, characters: 1000 },
  { facts: 20, lines: 20, notes: 30, ids: 40, characters: 400 },
  { facts: 16, lines: 12, notes: 12, ids: 20, characters: 300 },
  { facts: 14, lines: 8, notes: 6, ids: 10, characters: 220 },
  { facts: 12, lines: 6, notes: 4, ids: 6, characters: 140 },
  { facts: 12, lines: 4, notes: 3, ids: 4, characters: 90 },
  { facts: 10, lines: 2, notes: 1, ids: 2, characters: 60 },
  { facts: 5, lines: 1, notes: 0, ids: 1, characters: 40 },
];

/**
 * Shortens an alert until what is made of it is at most `most` long: long lists first lose their ends, then texts do, in
 * steps. `sizeOf` measures it as the channel would send it. The shortest step is taken where even that is too long. Every
 * text becomes one plain line, so that no JSON holds half a character or something that a reader cannot see.
 */
export function fitAlert(alert: Alert, most: number, sizeOf: (fitted: FittedAlert) => number): FittedAlert {
  let fitted = cutInto(alert, rooms[0]!);
  for (const room of rooms.slice(1)) {
    if (sizeOf(fitted) <= most) return fitted;
    fitted = cutInto(alert, room);
  }
  return fitted;
}

function cutInto(alert: Alert, room: Room): FittedAlert {
  const cutter = makeCutter(room.characters);
  const { short, orNull, first } = cutter;
  const fitted: Alert = {
    ...alert,
    id: short(alert.id, 255),
    key: short(alert.key, 255),
    headline: short(alert.headline, 150),
    status: short(alert.status, 200),
    facts: first(alert.facts, room.facts).map((fact) => cutFact(fact, room.lines, cutter)),
    place: alert.place === null ? null : cutPlace(alert.place, cutter),
    who: orNull(alert.who),
    checks: first(alert.checks, room.ids).map((check) => short(check)),
    short: short(alert.short),
    history: first(alert.history.toReversed(), room.notes)
      .toReversed()
      .map(({ at, say }) => ({ at, say: short(say) })),
    people: first(alert.people, room.ids).map(({ as, name, slack, mail }) => ({
      as,
      name: short(name),
      slack: orNull(slack),
      mail: orNull(mail),
    })),
    offers: first(alert.offers, room.ids).map(({ id, say, command }) => ({
      id,
      say: short(say),
      command: short(command, 500),
    })),
    playbook: orNull(alert.playbook, 500),
    ids: {
      decisions: first(alert.ids.decisions, room.ids).map((id) => short(id)),
      incidents: first(alert.ids.incidents, room.ids).map((id) => short(id)),
    },
  };
  return { alert: fitted, cut: cutter.hasCut() };
}

/** Cuts, and remembers whether it ever did. */
interface Cutter {
  short(text: string, most?: number): string;
  orNull(text: string | null, most?: number): string | null;
  first<T>(all: readonly T[], most: number): readonly T[];
  hasCut(): boolean;
}

function makeCutter(characters: number): Cutter {
  let cut = false;
  const short = (text: string, most = characters): string => {
    cut ||= text.length > most;
    return bareLine(text, most);
  };
  return {
    short,
    orNull: (text, most) => (text === null ? null : short(text, most)),
    first: (all, most) => {
      cut ||= all.length > most;
      return all.slice(0, most);
    },
    hasCut: () => cut,
  };
}

function cutFact({ label, lines }: Fact, most: number, { short, first }: Cutter): Fact {
  const kept = first(lines, most).map((line) => short(line));
  const left = lines.length - kept.length;
  const more = left === 0 ? [] : [`… and ${left} more ${left === 1 ? 'line' : 'lines'}`];
  return { label: short(label), lines: [...kept, ...more] };
}

function cutPlace(place: AlertPlace, { orNull }: Cutter): AlertPlace {
  return Object.fromEntries(Object.entries(place).map(([key, value]) => [key, orNull(value)])) as unknown as AlertPlace;
}
