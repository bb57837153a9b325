/**
 * Name and region of a queue by its URL, `https://sqs.<region>.amazonaws.com/<account>/<name>` (or the older
 * `https://<region>.queue.amazonaws.com/…`); `null` for what is no URL of a queue. The region is `null` where the host does not tell
 * it (SQS developer guide, "Queue and message identifiers"; "Amazon SQS endpoints and quotas").
 */
export function readQueueUrl(text: string): { readonly name: string; readonly region: string | null } | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, pathname } = new URL(text);
  const name = pathname.split('/').at(-1) ?? '';
  if (!/^https?:$/.test(protocol) || !/^[\w-]{1,80}(\.fifo)?$/.test(name)) return null;
  const host =
    /^(?:vpce-[\w-]+\.)?(?:sqs(?:-fips)?\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.(?:vpce\.)?(?:amazonaws|api\.amazonwebservices)\.com(?:\.cn)?$/;
  const parts = host.exec(hostname);
  return { name, region: parts?.[1] ?? parts?.[2] ?? null };
}
