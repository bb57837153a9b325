import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertSaying } from '../../test/channels/any-alert.ts';
import { openAlert } from '../../test/channels/sample-alerts.ts';
import { bareLine } from './bare-line.ts';
import { linkOf } from './link-of.ts';
import { unlinkAlert } from './unlink-alert.ts';

describe('addresses in texts of others', () => {
  it('none can be followed, wherever it stands; playbook and commands stay as they are', () => {
    const alert = unlinkAlert(alertSaying('see https://192.0.2.1/x or www.example.com', openAlert));
    const { playbook, offers, ...texts } = alert;
    expect(JSON.stringify(texts)).not.toMatch(/https?:\/\/|www\./);
    expect(playbook).toContain('https://192.0.2.1/x');
    expect(offers.map(({ command }) => command)).toEqual(openAlert.offers.map(({ command }) => command));
    expect(alert.place?.region).toBe('eu-west-1');
  });

  it('nothing that is dropped later hides one: a character that is unknown, unseen or no character', () => {
    for (const hidden of ['\u0378', '\ufffd', '\u200b', '\u{e0041}', '\ufe0f', '\u115f', '\ud800']) {
      const { headline } = unlinkAlert({ ...openAlert, headline: `see htt${hidden}ps://192.0.2.1/x` });
      expect([hidden, bareLine(headline)]).toEqual([hidden, expect.not.stringMatching(/https?:\/\//)]);
    }
  });

  it('an alert without addresses stays as it is', () => {
    expect(unlinkAlert(openAlert)).toEqual(openAlert);
  });
});

describe('a link', () => {
  it('leads to `http:` or `https:` and nowhere else', () => {
    expect(linkOf('https://wiki.example.com/a?b=ü')).toBe('https://wiki.example.com/a?b=%C3%BC');
    for (const text of [
      'javascript:alert(1)',
      ' data:text/html,x',
      'file:///x',
      'wiki/page.md',
      'https://example.com/a b',
      '',
      null,
    ])
      expect(linkOf(text)).toBeNull();
  });

  it('holds no user, no password and no quote that could end an attribute', () => {
    expect(linkOf('https://user:pass@example.com/')).toBeNull();
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(linkOf(`https://example.com/${path}`) ?? '').not.toMatch(/["<>\s]/);
      }),
    );
  });
});
