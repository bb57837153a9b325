import type { NotDone } from '../http/what-came.ts';

/** What became of a message at Slack. */
export type SlackCame = { readonly kind: 'done' } | SlackFailed;

/**
 * What an error of Slack says. `missing`: the message that was to be edited or answered is not there, or may not be edited.
 * `too-long`: it does not take the form of the message, whatever the reason.
 */
export type SlackFailed = NotDone | { readonly kind: 'missing' } | { readonly kind: 'too-long'; readonly why: string };

const byKey = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission'],
  ...['missing_scope', 'not_allowed_token_type', 'access_denied', 'accesslimited', 'org_login_required'],
  ...[
    'two_factor_setup_required',
    'enterprise_is_restricted',
    'invalid_token',
    'no_service',
    'no_service_id',
    'no_team',
  ],
  ...['team_disabled', 'team_access_not_granted', 'app_not_installed', 'no_active_hooks'],
]);
const byPlace = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'channel_is_archived', 'user_not_found', 'is_inactive'],
  ...['restricted_action', 'restricted_action_read_only_channel'],
  ...['restricted_action_thread_only_channel', 'action_prohibited'],
  ...['posting_to_general_channel_denied', 'ekm_access_denied', 'external_channel_migrating'],
]);
const passing = new Set([
  ...['ratelimited', 'rate_limited', 'rate_limit_exceeded', 'message_limit_exceeded', 'service_unavailable'],
  ...['request_timeout', 'team_added_to_org', 'internal_error', 'fatal_error', 'rollup_error'],
]);
const half = new Set(['internal_error', 'fatal_error', 'rollup_error', 'request_timeout']);
const missing = new Set([
  ...['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found', 'cannot_reply_to_message'],
  ...['restricted_action_thread_locked', 'restricted_action_non_threadable_channel'],
]);
const tooLong = new Set([
  ...['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format', 'too_many_attachments'],
  ...['invalid_payload', 'attachment_payload_limit_exceeded', 'no_text', 'block_mismatch'],
]);

/**
 * What became of a message by Slack's error code (docs.slack.dev/reference/methods/chat.postMessage, and "Improving error
 * conditions for incoming webhooks"). A code that is not known is about this message: it is told, and nothing else waits for it.
 */
export function sayRefusal(code: string, after: number | null): SlackFailed {
  const got = `got \`${code}\``;
  if (passing.has(code)) return { kind: 'later', why: `Slack answered \`${code}\``, after, maybe: half.has(code) };
  if (missing.has(code)) return { kind: 'missing' };
  if (tooLong.has(code)) return { kind: 'too-long', why: `expected Slack to take the message’s form, ${got}` };
  if (byKey.has(code))
    return {
      kind: 'refused',
      why: `expected Slack to take the token or webhook, ${got}: set a valid \`secret\`, with the scope \`chat:write\``,
      whole: true,
    };
  if (byPlace.has(code))
    return {
      kind: 'refused',
      why: `expected a channel that can be posted to, ${got}: set \`channel\` to the id of one that stands, and invite the app`,
      whole: true,
    };
  return {
    kind: 'refused',
    why: `expected Slack to take the message, ${got}: send it again once that is mended`,
    whole: false,
  };
}

/** An error code as Slack writes them; anything else, which may hold anything, is none. */
export function readCode(text: unknown): string | null {
  return typeof text === 'string' && /^[a-z][a-z0-9_]{1,60}$/.test(text.trim()) ? text.trim() : null;
}
