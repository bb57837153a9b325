import { describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';

describe('demo', () => {
  it('tells what happened in the bundled archive, worst first, and what to type next', async () => {
    const { code, out, err } = await portcullis(['demo'], { columns: 80 });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/bundled CloudTrail archive · 3 accounts, 4 regions, 7 days ·\s+offline/);
    expect(out).toMatch(/Read +\d+ files → \d+ records of watched calls → \d+ changes → \d+ when told\s+by net effect/);
    expect(out).toMatch(/\nJudged +by examples\/portcullis\.yaml: \d+ checks, most of them from \d+ packs/);
    expect(out).toMatch(/\nCRITICAL +\d+ {2}broke policy where it matters most/);
    expect(out).toMatch(/\nok +\d+ {2}inside policy/);
    expect(out).toMatch(/\nYou would have received \d+ messages and \d+ daily digests for \d+ changes\./);
    expect(out).toMatch(/\nattempts +\d+ {2}refused or only tried: nothing changed/);
    expect(out).toMatch(/Next {2}portcullis explain chg_[a-z2-7]{4,} /);
  });

  it('the commands that it tells to type work', async () => {
    const { out } = await portcullis(['demo']);
    for (const [, command] of out.matchAll(/portcullis ((?:explain|exposed) .*?)(?: {2}|\n)/g)) {
      const { code, err } = await portcullis([...command!.split(' '), '--no-cache']);
      expect([code === 2 || code === 0, err]).toEqual([true, '']);
    }
  });
});
