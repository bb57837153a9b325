import type { Fields } from './caller.ts';
import type { Cloud } from './ec2/cloud.ts';
import type { Site } from './organisation.ts';
import { type Call, writeRecord } from './record.ts';
import type { Random } from './seeded.ts';
import { type Moment, moment } from './week.ts';

/** A record on its way to a log file. */
export interface Sent {
  readonly site: Site;
  readonly at: Moment;
  readonly eventId: string;
  readonly record: Fields;
  /** Delivery slot, where it is not left to chance. */
  readonly slot?: Moment;
}

/** A call without what the scene knows already. */
export type Said = Omit<Call, 'at' | 'eventId' | 'requestId'> & { readonly requestId?: string };

/** One moment of a story: who acts here changes the cloud and leaves records. */
export interface Scene {
  readonly at: Moment;
  readonly random: Random;
  readonly cloud: Cloud;
  /** Sends a record and answers its event id. */
  readonly send: (call: Said, slot?: Moment) => string;
  /** Sends a record once more under another event id, with some members changed, and answers the new id. */
  readonly resend: (eventId: string, site: Site, members: Fields, slot?: Moment) => string;
  /** Notes a record of a planted incident, in the order of the incident. */
  readonly label: (incident: string, eventId: string) => void;
}

/** Something that happens at a moment. */
export interface Step {
  readonly at: Moment;
  readonly act: (scene: Scene) => void;
}

/** Writes a step with its time in words: `step('tue 09:14:07', …)`. */
export function step(time: string, act: Step['act']): Step {
  return { at: moment(time), act };
}

/** What came of acting steps. */
export interface Acted {
  readonly sent: readonly Sent[];
  /** Event ids of each incident. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
}

/** Sees the cloud as it stands from a moment on. */
export type Watch = (cloud: Cloud, at: Moment) => void;

/** The same steps, after each of which somebody sees what stands. */
export function watched(steps: readonly Step[], watch: Watch): readonly Step[] {
  return steps.map(({ at, act }) => ({
    at,
    act: (scene) => {
      act(scene);
      watch(scene.cloud, at);
    },
  }));
}

/** Acts all steps in the order of time; steps of one second keep the order in which they are given. */
export function actAll(steps: readonly Step[], cloud: Cloud, random: Random): Acted {
  const sent: Sent[] = [];
  const labels = new Map<string, string[]>();
  const ordered = [...steps].sort((a, b) => a.at - b.at);
  for (const [index, { at, act }] of ordered.entries()) {
    const own = random.fork(`step ${index}`);
    const send = (said: Said, slot?: Moment): string => {
      const eventId = own.uuid();
      const record = writeRecord({ requestId: own.uuid(), ...said, at, eventId });
      sent.push({ site: said.site, at, eventId, record, ...(slot === undefined ? {} : { slot }) });
      return eventId;
    };
    const resend = (original: string, site: Site, members: Fields, slot?: Moment): string => {
      const eventId = own.uuid();
      const first = sent.find((one) => one.eventId === original);
      const record = { ...first?.record, ...members, eventID: eventId };
      sent.push({ site, at, eventId, record, ...(slot === undefined ? {} : { slot }) });
      return eventId;
    };
    const label = (incident: string, eventId: string): void => {
      labels.set(incident, [...(labels.get(incident) ?? []), eventId]);
    };
    act({ at, random: own, cloud, send, resend, label });
  }
  return { sent, labels };
}
