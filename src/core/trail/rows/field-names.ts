/** The members of a CloudTrail record and of `userIdentity`, as AWS spells them (CloudTrail user guide, "CloudTrail record contents", eventVersion 1.11). */
const names =
  `eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage
  requestParameters responseElements additionalEventData requestID eventID eventType apiVersion managementEvent readOnly resources
  recipientAccountId serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId eventCategory addendum sessionCredentialFromConsole
  edgeDeviceDetails tlsDetails tlsVersion cipherSuite clientProvidedHostHeader insightDetails
  type principalId arn accountId accessKeyId userName invokedBy sessionContext sessionIssuer webIdFederationData federatedProvider
  attributes mfaAuthenticated creationDate sourceIdentity ec2RoleDelivery assumedRoot identityProvider identityStoreArn onBehalfOf userId
  inScopeOf issuerType credentialsIssuedTo reason updatedFields originalEventID originalRequestID`.split(/\s+/);

const spelling = new Map(names.map((name) => [name.toLowerCase(), name]));

/** The member's name as CloudTrail spells it, from any spelling (Athena and Glue lower it, exports split it by `_` or blanks); itself when unknown. */
export function spellField(name: string): string {
  return spelling.get(name.toLowerCase()) ?? spelling.get(name.toLowerCase().replace(/[ _-]/g, '')) ?? name;
}
