/** How a channel is reached, by kind, as the policy's `channels:` say. Secrets are references, never what they stand for. */
export type ChannelSettings =
  | SlackSettings
  | PagerDutySettings
  | SmtpSettings
  | SesSettings
  | SnsSettings
  | TeamsSettings
  | WebhookSettings
  | SecurityHubSettings;

/** The kinds of channels. */
export type ChannelKind = ChannelSettings['kind'];

/** The settings of one kind. */
export type SettingsOf<K extends ChannelKind> = Extract<ChannelSettings, { readonly kind: K }>;

interface NamedChannel {
  /** As routes name it. */
  readonly name: string;
  /** The channel to use when this one fails. */
  readonly fallback: string | null;
}

/** `secret`: the address of an incoming webhook, or a bot's token; then `channel` is the id of a channel. */
export interface SlackSettings extends NamedChannel {
  readonly kind: 'slack';
  readonly secret: string;
  readonly channel: string | null;
}

/** `secret`: a routing key. */
export interface PagerDutySettings extends NamedChannel {
  readonly kind: 'pagerduty';
  readonly secret: string;
  readonly region: 'us' | 'eu';
}

/** `secret`: `smtps://user:password@host:port`, or `smtp://…`. `to`: addresses. */
export interface SmtpSettings extends NamedChannel {
  readonly kind: 'smtp';
  readonly secret: string;
  /** Left out, the user of the URL where it is an address. */
  readonly from: string | null;
  readonly to: readonly string[];
}

/** Mail by Amazon SES. */
export interface SesSettings extends NamedChannel {
  readonly kind: 'ses';
  readonly from: string;
  readonly to: readonly string[];
  /** Left out, that of our own credentials. */
  readonly region: string | null;
  /** The ARN or name of a role to send with; left out, our own credentials do. */
  readonly role: string | null;
}

/** `topic`: an ARN. */
export interface SnsSettings extends NamedChannel {
  readonly kind: 'sns';
  readonly topic: string;
  readonly role: string | null;
  readonly format: 'text' | 'amazon-q';
}

/** `secret`: the address of a workflow. */
export interface TeamsSettings extends NamedChannel {
  readonly kind: 'teams';
  readonly secret: string;
}

/** `url` may itself be a reference; one of `url` and `secret` is there. */
export interface WebhookSettings extends NamedChannel {
  readonly kind: 'webhook';
  readonly url: string | null;
  readonly secret: string | null;
  readonly format: 'ours' | 'jira' | 'servicenow';
  /** It may stand in a private network. */
  readonly private: boolean;
}

/** AWS Security Hub, in the account and region of what a message is about. */
export interface SecurityHubSettings extends NamedChannel {
  readonly kind: 'security-hub';
  /** Left out, the region of what it is about. */
  readonly region: string | null;
  /** The name or ARN of a role, `{account}` in it filled in; left out, our own credentials do. */
  readonly role: string | null;
}
