import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertSaying, anyAlert } from '../../../test/channels/any-alert.ts';
import { longestAlert, openAlert, revertedAlert, sampleAlerts } from '../../../test/channels/sample-alerts.ts';
import { judgeMessage, readCard } from '../../../test/channels/teams-stand-in.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import { hostileTexts } from '../../../test/hostile/texts.ts';
import { renderCard } from './render-card.ts';

describe('the card of Teams', () => {
  for (const [name, alert] of Object.entries(sampleAlerts))
    it(`R79: the card of \`${name}\` is one that Microsoft’s parser takes, of at most 28 KB`, () => {
      expect(judgeMessage(renderCard(deliveryOf(alert)))).toEqual([]);
    });

  for (const name of ['open', 'asked', 'digest', 'hostile'])
    it(`R72, R73, R77, R79: the card of \`${name}\` is as it always was`, async () => {
      const body = JSON.parse(renderCard(deliveryOf(sampleAlerts[name]!)));
      const file = `../../../test/channels/golden/teams/${name}.json`;
      await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot(file);
    });

  it('R74: the end of it is a short card that says what became of it, and since when', async () => {
    const end = renderCard(deliveryOf(revertedAlert, { what: 'update', news: revertedAlert.history }));
    await expect(`${JSON.stringify(JSON.parse(end), null, 2)}\n`).toMatchFileSnapshot(
      '../../../test/channels/golden/teams/reverted-end.json',
    );
    expect(readCard(end)).toContain('Reverted and verified after 14 s');
    expect(readCard(end)).not.toContain('Verdict');
  });

  it('R76: what may have arrived before, and what interrupts anew, says so', () => {
    expect(readCard(renderCard(deliveryOf(openAlert, { repeated: true })))).toContain('REPEATED');
    expect(readCard(renderCard(deliveryOf(openAlert, { what: 'again' })))).toMatch(/^AGAIN · CRITICAL · OPEN$/m);
  });

  it('R78, R95: owner, whom it goes to next, playbook and ids stand at the foot', () => {
    expect(readCard(renderCard(deliveryOf(openAlert)))).toContain(
      'owner payments (Payments on call) · escalates to Olivia On-Call · playbook playbooks/admin-ports.md · inc_3h8v1k5d',
    );
  });

  it('R95: a playbook that is an address is a button, anything else is text', () => {
    const actionsOf = (playbook: string) =>
      JSON.parse(renderCard(deliveryOf({ ...openAlert, playbook }))).attachments[0].content.actions;
    expect(actionsOf('https://wiki.example.com/x')).toEqual([
      { type: 'Action.OpenUrl', title: 'Playbook', url: 'https://wiki.example.com/x' },
    ]);
    for (const playbook of ['javascript:alert(1)', 'data:text/html,x', 'admin-ports.md'])
      expect(actionsOf(playbook)).toBeUndefined();
  });

  it('what is too long for Teams is shortened and says so', () => {
    const text = readCard(renderCard(deliveryOf(longestAlert)));
    expect(text).toContain('shortened: the commands tell all');
    for (const label of ['What', 'On', 'Who', 'Verdict', 'Done']) expect(text).toContain(`\n${label}\n`);
  });

  for (const [what, hostile] of Object.entries(hostileTexts))
    it(`a name that is ${what} is text: no markup is read, no address can be followed, nothing is computed`, () => {
      const body = renderCard(deliveryOf(alertSaying(hostile, openAlert)));
      expect(judgeMessage(body)).toEqual([]);
    });

  it('a date that a client would compute stays as it was written', () => {
    const body = renderCard(deliveryOf({ ...openAlert, who: '{{DATE(2017-02-14T06:00:00Z)}} {{{{TIME(x)}}' }));
    expect(readCard(body)).not.toContain('{{');
    expect(readCard(body)).toContain('{ {DATE(2017-02-14T06:00:00Z)}}');
  });

  it('any alert makes a card that Teams takes', () => {
    fc.assert(
      fc.property(anyAlert, fc.constantFrom('first', 'update', 'again'), fc.boolean(), (alert, what, repeated) => {
        const delivery = deliveryOf(alert, { what, repeated, news: alert.history.slice(-3) });
        expect(judgeMessage(renderCard(delivery))).toEqual([]);
        expect(renderCard(delivery)).toBe(renderCard(delivery));
      }),
      { numRuns: 60 },
    );
  });
});
