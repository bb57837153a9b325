import { confirmChannel } from '../../flow/live/post/deliver-confirm.ts';
import { deadLetters, resend } from '../../flow/live/post/resend.ts';
import { Complaint } from './complaint.ts';
import { openPolicy } from './open-policy.ts';
import type { Options } from './options.ts';
import { carryOut } from './order/carry-out.ts';
import { openDesk, orderingOf } from './order/open-desk.ts';
import type { Terminal } from './screen.ts';
import type { Run } from './verbs.ts';

/** `notify resend <message>`: has what was given up sent anew, to all channels that did not take it, or to one. */
export const notifyResend: Run = async ([name], options, terminal) => {
  if (name === undefined) throw new Complaint('expected the message to send anew: `notify dead` lists those given up');
  const channel = options.channel ?? null;
  const ordering = orderingOf(saying(options, 'sent anew'), ['resend', name, channel ?? ''], terminal);
  const desk = await openDesk(options, terminal, { judges: false });
  return await carryOut(desk, { options, terminal, what: 'resend' }, async () => {
    const message = wholeId(name, await deadLetters(desk.store));
    return await resend(desk.parts, { message, channel }, ordering);
  });
};

/** `notify confirm <channel>`: somebody says that what this channel is told reaches them. */
export const notifyConfirm: Run = async ([channel], options, terminal) => {
  if (channel === undefined)
    throw new Complaint('expected the channel that reaches you, such as `notify confirm slack.secops`');
  await isKnown(channel, options, terminal);
  const ordering = orderingOf(saying(options, 'a message arrived'), ['confirm', channel], terminal);
  const desk = await openDesk(options, terminal, { judges: false });
  return await carryOut(desk, { options, terminal, what: 'confirm' }, () =>
    confirmChannel(desk.parts, channel, ordering),
  );
};

function saying(options: Options, reason: string): Options {
  return options.reason === undefined ? { ...options, reason } : options;
}

/** A message by the beginning of its id, as people type it. */
function wholeId(name: string, all: readonly { readonly message: string }[]): string {
  const found = new Set(all.map(({ message }) => message).filter((id) => id.startsWith(name)));
  if (found.size > 1 && !found.has(name))
    throw new Complaint(`${found.size} messages that were given up begin with \`${name}\`: give more of the id`);
  return found.size === 1 ? [...found][0]! : name;
}

/** Where a policy is at hand, a channel that it does not have is a slip of the pen. */
async function isKnown(channel: string, options: Options, terminal: Terminal): Promise<void> {
  const opened = await openPolicy(options, terminal);
  if (opened === null || channel.startsWith('owner:')) return;
  const names = (opened.channels ?? []).map(({ name }) => name);
  if (!names.includes(channel))
    throw new Complaint(`expected a channel of the policy (${names.join(', ') || 'it has none'}), got \`${channel}\``);
}
