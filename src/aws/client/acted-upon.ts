import type { Clock } from '../../contracts/live.ts';
import { type Ec2Call, isRead } from '../model/call.ts';

/** What calls of ours were about lately. */
export interface ActedUpon {
  /** Hears of a call; one that only reads, or only asks whether it may, acts upon nothing. */
  note(place: string, call: Ec2Call): void;
  /** Whether a read is about something that was acted upon. */
  isIn(place: string, call: Ec2Call): boolean;
}

/** Remembers groups, lists and interfaces that were acted upon for so many milliseconds after the last call. */
export function actedUpon(clock: Pick<Clock, 'monotonic'>, memory: number): ActedUpon {
  // What was acted upon last stands last, so that what is forgotten stands first.
  const since = new Map<string, number>();
  function forget(): void {
    for (const [key, at] of since) {
      if (clock.monotonic() - at < memory) return;
      since.delete(key);
    }
  }
  return {
    note: (place, call) => {
      if (isRead(call.action) || ('DryRun' in call.request && call.request.DryRun === true)) return;
      forget();
      for (const key of subjectsOf(call.request).map((id) => `${place}/${id}`)) {
        since.delete(key);
        since.set(key, clock.monotonic());
      }
    },
    isIn: (place, { request }) => {
      forget();
      return since.size > 0 && namedIn(request).some((id) => since.has(`${place}/${id}`));
    },
  };
}

/** What a call changes: not what its rules name. */
function subjectsOf(request: object): readonly string[] {
  const { GroupId, PrefixListId, NetworkInterfaceId } = request as Readonly<Record<string, string | undefined>>;
  return [GroupId, PrefixListId, NetworkInterfaceId].filter((id) => id !== undefined);
}

/** All ids in a read: it names what it is about as an id, in a list of ids, or in a filter. */
function namedIn(request: object): readonly string[] {
  return JSON.stringify(request).match(/\b(?:sg|pl|eni)-[0-9a-f]+/g) ?? [];
}
