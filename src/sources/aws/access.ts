/** How a source gets at AWS. */
export interface AwsAccess {
  readonly region: string;
  /** Where the service is reached in place of its own address; the SDK also heeds `AWS_ENDPOINT_URL`. */
  readonly endpoint?: string;
  /** Whose credentials; without them the SDK looks where it always does (environment, profile, role of the machine). */
  readonly credentials?: () => Promise<AwsCredentials>;
}

/** Keys as STS gives them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
