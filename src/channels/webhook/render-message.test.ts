import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAlert } from '../../../test/channels/any-alert.ts';
import { longestAlert, openAlert, revertedAlert, sampleAlerts } from '../../../test/channels/sample-alerts.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import { findMisfits } from '../../../test/end-to-end/json-schema.ts';
import { messageSchema } from './message-schema.ts';
import { renderMessage } from './render-message.ts';

describe('what a webhook is sent', () => {
  for (const [name, alert] of Object.entries(sampleAlerts))
    it(`R174: the message of \`${name}\` fits the schema and 20,000 bytes`, () => {
      const body = renderMessage(deliveryOf(alert));
      expect(findMisfits(messageSchema, JSON.parse(body))).toEqual([]);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    });

  for (const name of ['open', 'reverted', 'digest', 'hostile'])
    it(`R72, R73, R77, R79: the message of \`${name}\` is as it always was`, async () => {
      const body = JSON.parse(renderMessage(deliveryOf(sampleAlerts[name]!)));
      const file = `../../../test/channels/golden/webhook/${name}.json`;
      await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot(file);
    });

  it('what happened since the last time is told by how many of the newest notes are new', () => {
    const news = revertedAlert.history.slice(1);
    const { type, data } = JSON.parse(renderMessage(deliveryOf(revertedAlert, { what: 'update', news })));
    expect([type, data.news, data.history.at(-1).say]).toEqual(['message.update', 1, 'reverted and verified']);
  });

  it('what is too long says so and keeps what matters: headline, status, every fact, ids', () => {
    const { data } = JSON.parse(renderMessage(deliveryOf(longestAlert)));
    expect(data).toMatchObject({ cut: true, headline: longestAlert.headline, status: longestAlert.status });
    expect(data.facts.map(({ label }: { label: string }) => label)).toEqual(['What', 'On', 'Who', 'Verdict', 'Done']);
    expect(data.facts[0].lines.at(-1)).toMatch(/^… and \d+ more lines?$/);
    expect(data.decisions).toEqual(longestAlert.ids.decisions);
    expect(JSON.parse(renderMessage(deliveryOf(openAlert))).data.cut).toBe(false);
  });

  it('any alert fits the schema and the size, and the same alert has the same bytes', () => {
    fc.assert(
      fc.property(anyAlert, fc.boolean(), (alert, repeated) => {
        const body = renderMessage(deliveryOf(alert, { repeated }));
        expect(renderMessage(deliveryOf(alert, { repeated }))).toBe(body);
        expect(findMisfits(messageSchema, JSON.parse(body))).toEqual([]);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
        expect(JSON.parse(body).data).toMatchObject({ id: alert.id, revision: alert.revision, repeated });
      }),
      { numRuns: 60 },
    );
  });
});
