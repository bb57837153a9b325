import type { Instant } from '../../../core/leaf/instant.ts';
import { lazily } from '../../../core/verdict/lazily.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { JudgedSubject } from './judge-subject.ts';

/** By what, when and of which changes something is judged. */
export interface JudgedAs {
  readonly judging: Judging;
  readonly now: Instant;
  readonly only: ReadonlySet<string> | null;
}

/** Answers what was judged of the same subject by the same policy before; only what stands is judged by the time of now. */
export type JudgedBefore = (asked: JudgedAs, judge: () => JudgedSubject) => JudgedSubject;

/** How many judgements of one subject are remembered. */
const most = 4;

/** Begins to remember what is judged of a subject of which all that is known stays as it is. */
export function judgedBefore(): JudgedBefore {
  let all: readonly (JudgedAs & { readonly judged: JudgedSubject })[] = [];
  return (asked, judge) => {
    const found = all.find((each) => each.judging === asked.judging && isSame(each.only, asked.only));
    if (found?.now === asked.now) return found.judged;
    if (found !== undefined) return standingAnew(found.judged, asked.now);
    const judged = judge();
    all = [{ ...asked, judged }, ...all].slice(0, most);
    return judged;
  };
}

function standingAnew(judged: JudgedSubject, now: Instant): JudgedSubject {
  const standing = lazily(() => (judged.standingAt === undefined ? judged.standing : judged.standingAt(now)));
  return {
    looked: judged.looked,
    imageBefore: judged.imageBefore,
    uncovered: judged.uncovered,
    lists: judged.lists,
    get single() {
      return judged.single;
    },
    get acts() {
      return judged.acts;
    },
    get now() {
      return judged.now;
    },
    get standing() {
      return standing();
    },
  };
}

function isSame(one: ReadonlySet<string> | null, other: ReadonlySet<string> | null): boolean {
  if (one === null || other === null) return one === other;
  return one.size === other.size && [...one].every((id) => other.has(id));
}
