import { describe, expect, test } from 'vitest';
import { renderSlack } from '../../src/channels/slack/render.ts';
import { openAlert } from './sample-alerts.ts';
import { checkSlackMessage } from './slack-check.ts';

const { text, blocks } = renderSlack({ alert: openAlert, what: 'first', news: [], repeated: false });
const plain = (said: string) => ({ type: 'plain_text', text: said, emoji: false });
const mrkdwn = (said: string, verbatim = true) => ({ type: 'mrkdwn', text: said, verbatim });
const rich = (...elements: readonly object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

describe('the stand-in for Slack', () => {
  test('has nothing against a message of ours', () => {
    expect(checkSlackMessage(text, blocks)).toEqual([]);
  });

  test.each([
    ['no text', '', blocks],
    ['a text that acts', '<!channel>', blocks],
    ['a text that calls everyone', '@here', blocks],
    ['a text that is too long', 'x'.repeat(4001), blocks],
    ['no blocks', text, []],
    ['too many blocks', text, Array(51).fill(blocks[1])],
    ['blocks that are too long together', text, Array(45).fill(rich({ type: 'text', text: 'x'.repeat(400) }))],
    ['a long header', text, [{ type: 'header', text: plain('x'.repeat(151)) }]],
    ['a header with markup', text, [{ type: 'header', text: mrkdwn('x') }]],
    ['a header that acts', text, [{ type: 'header', text: plain('<!here>') }]],
    ['a field that is not known', text, [{ ...blocks[0], colour: 'red' }]],
    ['a block that is not known', text, [{ type: 'actions', elements: [] }]],
    ['an empty paragraph', text, [rich()]],
    ['an empty part', text, [rich({ type: 'text', text: '' })]],
    ['a part that acts', text, [rich({ type: 'user', user_id: 'U012ALICE00' })]],
    ['a link', text, [rich({ type: 'text', text: 'see https://192.0.2.1/x' })]],
    ['a control character', text, [rich({ type: 'text', text: 'a\u0007b' })]],
    ['a change of direction', text, [rich({ type: 'text', text: 'a\u202eb' })]],
    ['half a character', text, [rich({ type: 'text', text: 'a\ud800b' })]],
    ['markup that makes links of its own', text, [{ type: 'section', text: mrkdwn('x', false) }]],
    ['markup that calls a channel', text, [{ type: 'section', text: mrkdwn('<!channel>') }]],
    ['an empty context', text, [{ type: 'context', elements: [] }]],
  ])('complains of %s', (_, said, some) => {
    expect(checkSlackMessage(said, some)).not.toEqual([]);
  });
});
