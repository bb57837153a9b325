import type { Judging } from '../../../core/verdict/matter.ts';
import { decideAll } from '../../../flow/decide-all.ts';
import { selected } from '../../../flow/select.ts';
import { openSpill } from '../../../store/spill.ts';
import { keepChange } from '../ledger/fill-spill.ts';
import type { LedgerStory } from '../ledger/read-ledger.ts';
import type { Scene } from './screenplay.ts';
import type { SceneEnd } from './sum-up.ts';

/** What scenes of several calls come to by their net effect, in few words. */
export function netOf(story: LedgerStory, judging: Judging, ends: readonly SceneEnd[]): ReadonlyMap<Scene, string> {
  const spill = openSpill();
  try {
    for (const known of story.changes) keepChange(spill, known);
    decideAll(spill, { snapshot: null, looks: story.looks, net: true, judging });
    const nets = new Map<Scene, string>();
    for (const decision of selected(spill, 'time', {})) {
      const whole = ends.find(({ decisions }) => decision.changes?.every((id) => decisions.includes(id)));
      if (whole !== undefined) nets.set(whole.scene, decision.short);
    }
    return nets;
  } finally {
    spill.close();
  }
}
