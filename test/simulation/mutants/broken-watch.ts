import type { Inbox, Message } from '../../../src/contracts/live.ts';
import type { Mutation } from '../mutation.ts';

/** Acknowledges what it takes, before anything is remembered. */
export const ackFirst: Mutation = {
  name: 'ack-before-commit',
  say: 'a message is acknowledged before its records are kept',
  parts: (parts) => {
    const take: Inbox['take'] = async (most, signal) => {
      const taken = await parts.inbox.take(most, signal);
      if (taken.kind === 'taken') for (const { receipt } of taken.messages) await parts.inbox.done(receipt);
      return taken;
    };
    return { ...parts, inbox: { ...parts.inbox, take } };
  },
};

/** Takes every record of a role of ours for our own doing. */
export const ownByRole: Mutation = {
  name: 'own-by-role',
  say: 'whatever a role of ours does is ours, announced or not',
  patch: {
    file: 'flow/live/watch/own-calls.ts',
    find: 'if (found === null) {',
    put: "if (found === null && session !== null) { actions.set(id, session.slice('portcullis-'.length)); continue; }\n    if (found === null) {",
  },
};

/** Reads refused calls as if they had been granted. */
export const failedAsDone: Mutation = {
  name: 'failed-as-done',
  say: 'a call that was refused counts as made',
  parts: (parts) => {
    const take: Inbox['take'] = async (most, signal) => {
      const taken = await parts.inbox.take(most, signal);
      return taken.kind === 'taken' ? { ...taken, messages: taken.messages.map(granted) } : taken;
    };
    return { ...parts, inbox: { ...parts.inbox, take } };
  },
};

function granted(message: Message): Message {
  return {
    ...message,
    intaken: message.intaken.map((each) => {
      if (each.kind !== 'record' || typeof each.json !== 'object' || each.json === null) return each;
      const { errorCode, errorMessage, ...json } = each.json as Record<string, never>;
      return errorCode === undefined && errorMessage === undefined ? each : { ...each, json };
    }),
  };
}

/** Believes the first read. */
export const oneRead: Mutation = {
  name: 'one-read',
  say: 'one good read proves an action',
  patch: {
    file: 'core/plan/act/reads-verdict.ts',
    find: 'if (isGood && goodAt !== null && read.started - goodAt >= apart)',
    put: 'if (isGood)',
  },
};
