import { hum } from './background/hum.ts';
import { chooseSlots, deliver, type LogFile } from './deliver.ts';
import { Cloud } from './ec2/cloud.ts';
import { found } from './founding.ts';
import { writeLabels } from './labels.ts';
import { actAll, type Step, type Watch, watched } from './scene.ts';
import { Random } from './seeded.ts';
import { takeSnapshot } from './snapshot.ts';
import { attachmentSteps } from './stories/attachments.ts';
import { attackSteps } from './stories/attack.ts';
import { consoleSteps } from './stories/console-edits.ts';
import { controllerSteps } from './stories/controllers.ts';
import { debuggingSteps } from './stories/debugging.ts';
import { lostProtectionSteps } from './stories/lost-protection.ts';
import { oddRecordSteps } from './stories/odd-records.ts';
import { partnerListSteps } from './stories/partner-list.ts';
import { stackSteps } from './stories/stacks.ts';
import { terraformSteps } from './stories/terraform.ts';
import { wideAddressSteps } from './stories/wide-addresses.ts';
import { weekStart } from './week.ts';

/** The example in memory: what is written under `week/`, and the two files beside it. */
export interface Example {
  readonly files: readonly LogFile[];
  readonly labels: string;
  readonly snapshot: string;
}

/** Makes the whole example from a seed: the same seed gives the same example. `watch` sees the cloud after each step. */
export function buildExample(seed: string, watch: Watch = () => {}): Example {
  const random = new Random(seed);
  const cloud = new Cloud();
  found(cloud, random.fork('founding'));
  watch(cloud, weekStart);
  const { sent: told, labels } = actAll(watched(stories(random.fork('stories')), watch), cloud, random.fork('acts'));
  const slotted = chooseSlots(told, random.fork('slots'));
  const slots = Map.groupBy(slotted, ({ site }) => site);
  const storySlots = new Map([...slots].map(([site, records]) => [site, records.map(({ slot }) => slot)]));
  const filler = chooseSlots(hum(cloud, storySlots, random.fork('hum')), random.fork('filler'));
  const files = deliver([...slotted, ...filler], random.fork('files'));
  const snapshot = `${JSON.stringify(takeSnapshot(cloud), null, 2)}\n`;
  return { files, labels: writeLabels(labels, told), snapshot };
}

function stories(random: Random): readonly Step[] {
  return [
    ...terraformSteps(),
    ...controllerSteps(random),
    ...consoleSteps(),
    ...stackSteps(),
    ...partnerListSteps(),
    ...attachmentSteps(),
    ...debuggingSteps(),
    ...attackSteps(),
    ...wideAddressSteps(),
    ...lostProtectionSteps(),
    ...oddRecordSteps(),
  ];
}
