/** How bad it is, mildest first. */
export const severities = ['none', 'low', 'medium', 'high', 'critical'] as const;
/** One of `severities`. */
export type Severity = (typeof severities)[number];

/** What is done to the group, weakest first; `restore` brings back what was removed, `revert` takes back what was added. */
export const responses = ['none', 'ask', 'expire', 'revert', 'restore'] as const;
/** One of `responses`. */
export type Respond = (typeof responses)[number];

/** `shadow` says what `enforce` would have done. */
export const modes = ['observe', 'shadow', 'enforce'] as const;
/** One of `modes`. */
export type Mode = (typeof modes)[number];

/** A value for each environment that is named, and for all others. */
export type PerEnvironment<T> = { readonly else: T } & { readonly [environment: string]: T };

/** The value for an environment. */
export function forEnvironment<T>(values: PerEnvironment<T>, environment: string): T {
  return Object.hasOwn(values, environment) ? values[environment]! : values.else;
}

/** The worse of two. */
export function worse(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}

/** Whether a severity is at least another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least);
}
