const suffixes = ['.logic.azure.com', '.environment.api.powerplatform.com'];
const hosts = ['api.powerautomate.com'];

/**
 * Tells whether an address is that of a workflow of Power Automate, on which alone a card is of use: connectors of Office 365
 * (`webhook.office.com`) were shut off in 2026. `also`: one more place, for tests.
 */
export function isWorkflowHost(text: string, also?: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  if (also !== undefined && URL.canParse(also) && origin === new URL(also).origin) return true;
  return protocol === 'https:' && (hosts.includes(hostname) || suffixes.some((suffix) => hostname.endsWith(suffix)));
}
