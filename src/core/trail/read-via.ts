import { text } from '../group/read/field.ts';
import type { JsonObject } from '../leaf/canonical.ts';
import type { Actor, Via } from './actor.ts';

/**
 * Tells the channel of a call from several signals. What AWS writes (`invokedBy`, `sessionCredentialFromConsole`) is
 * asserted and beats the user agent, which its sender chooses (AWS CloudTrail user guide, "CloudTrail record contents").
 */
export function readVia(record: JsonObject, identity: JsonObject): Actor['via'] {
  const agent = text(record, 'userAgent') ?? '';
  const invokedBy = text(identity, 'invokedBy');
  if (invokedBy !== null && invokedBy !== consoleSignIn) return { value: readService(invokedBy), basis: 'asserted' };
  if (text(identity, 'type') === 'AWSService') return { value: 'service', basis: 'asserted' };
  const claimed = readAgent(agent);
  if (text(record, 'sessionCredentialFromConsole') === 'true') {
    // CloudShell runs the CLI on console credentials; any other agent that is no browser is a copied or a disguised one.
    return claimed === 'cli' ? { value: 'cli', basis: 'claimed' } : { value: 'console', basis: 'asserted' };
  }
  if (invokedBy === consoleSignIn) return { value: 'console', basis: 'asserted' };
  return { value: claimed, basis: 'claimed' };
}

/** Until 2017 the console signed in through this host and was named as the invoking service; it is no service. */
const consoleSignIn = 'signin.amazonaws.com';

function readService(invokedBy: string): Via {
  return invokedBy === 'cloudformation.amazonaws.com' ? 'cloudformation' : 'service';
}

function readAgent(agent: string): Via {
  return agents.find(([, shape]) => shape.test(agent))?.[0] ?? 'unknown';
}

/** First match wins: Terraform and the CLI carry the name of the SDK below them as well. */
const agents: readonly (readonly [Via, RegExp])[] = [
  ['cloudformation', /^cloudformation\.amazonaws\.com$/],
  ['console', /^(signin|console(\.[a-z0-9-]+)*)\.amazonaws\.com$/],
  ['service', /^[a-z0-9.-]+\.amazonaws\.com$/],
  ['console', /^EC2ConsoleFrontend\b|\bS3Console\/|^AWSConsole\b|^aws-internal\/|^AWS Internal$/i],
  ['terraform', /\b(terraform|opentofu|terragrunt|pulumi|crossplane)/i],
  ['cli', /\baws-cli\//i],
  ['console', /^Mozilla\/\d/],
  ['sdk', /\b(boto3?|botocore|aws-sdk-[a-z0-9-]+|aws-sdk|elbv2\.k8s\.aws|PowerShell)\b/i],
];
