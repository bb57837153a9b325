/** Where moto answers otherwise than EC2. The model follows EC2: what decides is AWS's own sentence. */
export interface MotoDifference {
  /** What moto does. */
  readonly moto: string;
  /** Steps of the script in which it shows, each as `part: title`. */
  readonly steps: RegExp;
  /** How it shows. */
  readonly shows: RegExp;
  /**
   * The sentence that decides, and where it stands; in quotes where it is AWS's own, word for word. "EC2 itself": the text of an
   * error that EC2 answered, as people have reported it. Without quotes it is the code's entry in the page of error codes.
   */
  readonly decides: string;
}

const api = (page: string) => `EC2 API reference, ${page}`;

/** The table that the comparison holds itself to: what is not in it fails, and so does what is in it and never shows. */
export const motoDifferences: readonly MotoDifference[] = [
  {
    moto: 'leaves the owner and the ARN of rules out',
    steps: /^(groups|opening|dry|rewriting|closing|tags|lists): /,
    shows: /^SecurityGroupRules\.\*\.(GroupOwnerId|SecurityGroupRuleArn): /,
    decides: `${api('SecurityGroupRule')}: "GroupOwnerId: The ID of the Amazon Web Services account that owns the security group", "SecurityGroupRuleArn: The ARN of the security group rule"`,
  },
  {
    moto: 'leaves the ports of a rule for all traffic out',
    steps: /^opening: (odd: )?all traffic/,
    shows: /^SecurityGroupRules\.\*\.(From|To)Port: -1, not nothing$/,
    decides: `${api('SecurityGroupRule')}: "If the protocol is ICMP or ICMPv6, this is the ICMP type or -1 (all ICMP types)"; records of EC2 say -1 for all traffic, too`,
  },
  {
    moto: 'answers a new group without its tags',
    steps: /^groups: (the group|with tags)/,
    shows: /^Tags: /,
    decides: `${api('CreateSecurityGroup')}: "tagSet: The tags assigned to the security group"`,
  },
  {
    moto: 'has another code for a group that is named default',
    steps: /^groups: named default$/,
    shows: /^refused: "InvalidGroup.Reserved"/,
    decides: `${api('Error codes')}: InvalidGroup.Reserved is the code for the name default, which is reserved`,
  },
  {
    moto: 'takes any name, and any VPC',
    steps: /^groups: (named like an id|in no VPC that is there)$/,
    shows: /^refused: "(InvalidParameterValue|InvalidVpcID.NotFound)", not nothing$/,
    decides: `EC2 itself, InvalidParameterValue: "Group names may not be in the format sg-*"; ${api('Error codes')}: InvalidVpcID.NotFound is the code for a VPC that is not there`,
  },
  {
    moto: 'tells an id that is none from one that is not there in no way',
    steps: /^(groups: by an id that is none|closing: by an id that is none)$/,
    shows: /^refused: "(InvalidGroupId|InvalidSecurityGroupRuleId).Malformed", not "\w+.NotFound"$/,
    decides: `${api('Error codes')}: InvalidGroupId.Malformed is the code for an id that is not of the form sg-xxxxxxxx`,
  },
  {
    moto: 'keeps a CIDR as it was sent, so that two spellings are two rules',
    steps: /^opening: odd: (a port that is open, with host bits|host bits|IPv6 in another spelling)$/,
    shows: /^(refused: "InvalidPermission.Duplicate", not nothing|SecurityGroupRules\.\*\.CidrIpv[46]: )/,
    decides: `${api('IpRange')}: "Amazon Web Services canonicalizes IPv4 and IPv6 CIDRs. For example, if you specify 100.68.0.18/18 for the CIDR block, Amazon Web Services canonicalizes the CIDR block to 100.68.0.0/18"`,
  },
  {
    moto: 'opens what comes before the first rule that stands',
    steps: /^opening: odd: twice in a call$/,
    shows: /^refused: "InvalidParameterValue", not "InvalidPermission.Duplicate"$/,
    decides: `EC2 itself, InvalidParameterValue: "The same permission must not appear multiple times"`,
  },
  {
    moto: 'takes rules that say nothing, or nothing that can be',
    steps:
      /^opening: odd: (ports the wrong way round|without a peer|without permissions|a description with a sign that none may have)$/,
    shows: /^refused: "(InvalidParameterValue|MissingParameter)", not nothing$/,
    decides: `${api('AuthorizeSecurityGroupIngress')}: "You must specify exactly one of the following sources: an IPv4 or IPv6 address range, a prefix list, or a security group", "If the protocol is TCP or UDP, you must also specify a port or port range"; ${api('IpRange')}: "Description: … Constraints: Up to 255 characters in length. Allowed characters are a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*"`,
  },
  {
    moto: 'fails inside when a protocol comes without ports',
    steps: /^opening: odd: a protocol that has no ports, without any$/,
    shows: /^(Return|SecurityGroupRules): /,
    decides: `${api('IpPermission')}: "specifying -1 or a protocol number other than tcp, udp, icmp, or icmpv6 allows traffic on all ports, regardless of any port range you specify. For tcp, udp, and icmp, you must specify a port range"`,
  },
  {
    moto: 'drops the description of a rule that names a group',
    steps: /^opening: odd: to another group, with a description$/,
    shows: /^SecurityGroupRules\.\*\.Description: /,
    decides: `${api('UserIdGroupPair')}: "Description: A description for the security group rule that references this user ID group pair"`,
  },
  {
    moto: 'knows no groups of accounts in which nothing was done',
    steps: /^opening: odd: to a group of another account$/,
    shows: /^(Return|SecurityGroupRules): /,
    decides: `${api('UserIdGroupPair')}: "UserId: … For a referenced security group in another VPC, the account ID of the referenced security group is returned in the response"; the model does not hold peerings and takes any`,
  },
  {
    moto: 'answers a change of descriptions with nothing, and makes none',
    steps: /^rewriting: odd: (a description by|a description of a rule that is not there|what describing left)/,
    shows: /^(Return: true, not nothing|SecurityGroupRules\.\*\.Description: |refused: "InvalidPermission.NotFound")/,
    decides: `${api('UpdateSecurityGroupRuleDescriptionsIngress')}: "Updates the description of an ingress (inbound) security group rule. You can replace an existing description, or add a description to a rule that did not have one previously"`,
  },
  {
    moto: 'lets a rule change into any other',
    steps: /^rewriting: odd: (a peer of another kind|what another rule says)$/,
    shows: /^refused: "(InvalidParameterValue|InvalidPermission.Duplicate)", not nothing$/,
    decides: `${api('SecurityGroupRuleRequest')}: "When you modify a rule, you cannot change the rule type", "if you attempt to add another rule with the non-canonical form of the CIDR (such as 100.68.0.18/18) and there is already a rule for the canonicalized form of the CIDR block (such as 100.68.0.0/18), the API throws an duplicate rule error"`,
  },
  {
    moto: 'has another code for a new content without a peer',
    steps: /^rewriting: odd: without a peer$/,
    shows: /^refused: "InvalidParameterCombination", not "MissingParameter"$/,
    decides: `${api('SecurityGroupRuleRequest')}: "You must specify exactly one of the following parameters, based on the rule type: CidrIpv4 CidrIpv6 PrefixListId ReferencedGroupId"`,
  },
  {
    moto: 'does not say which rules it took away',
    steps: /^(closing|lists): /,
    shows: /^RevokedSecurityGroupRules: .*, not nothing$/,
    decides: `${api('RevokeSecurityGroupIngress')}: "revokedSecurityGroupRuleSet: Details about the revoked security group rules"`,
  },
  {
    moto: 'calls an unknown id of a rule an unknown rule',
    steps: /^closing: by an id (that is gone|of egress|of another group)/,
    shows: /^refused: "InvalidSecurityGroupRuleId.NotFound", not "InvalidPermission.NotFound"$/,
    decides: `${api('Error codes')}: InvalidSecurityGroupRuleId.NotFound is the code for the id of a rule that is not there`,
  },
  {
    moto: 'looks for ids and content that come in one call',
    steps: /^closing: odd: by id and content$/,
    shows: /^refused: "InvalidParameterCombination", not /,
    decides: `${api('RevokeSecurityGroupIngress')}: "You can specify rules using either rule IDs or security group rule properties"`,
  },
  {
    moto: 'revokes in the default VPC as in any other',
    steps: /^closing: by content, in the default VPC, /,
    shows: /^(Return|UnknownIpPermissions|RevokedSecurityGroupRules): /,
    decides: `${api('RevokeSecurityGroupIngress')}: "For a default VPC, if the values you specify do not match the existing rule's values, no error is returned, and the output describes the security group rules that were not revoked"`,
  },
  {
    moto: 'takes tags that are AWS’ own, and never takes all away',
    steps: /^tags: odd: (of AWS’ own|are gone)$/,
    shows: /^(refused: "InvalidParameterValue", not nothing|SecurityGroups\.\*\.Tags: .* only moto has)$/,
    decides: `EC2 user guide, "Tag restrictions": keys that begin with aws: are reserved; ${api('DeleteTags')}: "If you omit this parameter, we delete all user-defined tags for the specified resources"`,
  },
  {
    moto: 'makes and edits lists at once, and loses the name of one that it edits',
    steps: /^lists: (the list|an entry that comes|after that|goes|odd: goes while a rule names it)/,
    shows: /^PrefixLists?(\.\*)?\.(State|Version|PrefixListName): /,
    decides: `${api('ModifyManagedPrefixList')}: "Adding or removing entries in a prefix list creates a new version of the prefix list"; ${api('ManagedPrefixList')}: "State: create-in-progress | create-complete | … | modify-in-progress | …"`,
  },
  {
    moto: 'knows no earlier versions of a list',
    steps: /^lists: (an earlier version comes back|its entries as they were)$/,
    shows: /^(PrefixList: |Entries: .* only moto has$)/,
    decides: `${api('RestoreManagedPrefixListVersion')}: "Restores the entries from a previous version of a managed prefix list to a new version of the prefix list"`,
  },
  {
    moto: 'shows lists that are gone',
    steps: /^lists: that is gone$/,
    shows: /^refused: "InvalidPrefixListID.NotFound", not nothing$/,
    decides: `${api('Error codes')}: InvalidPrefixListID.NotFound is the code for a list that is not there`,
  },
  {
    moto: 'takes every edit of a list, at any version, also when it is only asked',
    steps:
      /^lists: odd: (an entry at another version|an entry that is not there goes|an entry of the other family|more entries than there is room for|dry, an entry)$/,
    shows: /^refused: "\w+", not nothing$/,
    decides: `${api('ModifyManagedPrefixList')}: "CurrentVersion: The current version of the prefix list"; ${api('Error codes')}: PrefixListVersionMismatch and PrefixListMaxEntriesExceeded are codes of their own; "If you have the required permissions, the error response is DryRunOperation"`,
  },
  {
    moto: 'has an interface ready at once',
    steps: /^cards: the interface /,
    shows: /^NetworkInterface\.Status: "pending", not "available"$/,
    decides: `${api('CreateNetworkInterface')}: its example answers the status pending`,
  },
  {
    moto: 'puts any group on an interface',
    steps: /^cards: odd: a group (that is not there|of another VPC)$/,
    shows: /^refused: "(InvalidSecurityGroupID.NotFound|InvalidGroup.NotFound)", not nothing$/,
    decides: `${api('Error codes')}: InvalidSecurityGroupID.NotFound is the code for a group that is not there; EC2 itself, InvalidGroup.NotFound: "You have specified two resources that belong to different networks"`,
  },
  {
    moto: 'deletes groups that are in use, and default groups',
    steps: /^cards: (a group that a rule names goes|odd: a group that an interface wears goes|a default group goes)$/,
    shows: /^refused: "(DependencyViolation|CannotDelete)", not nothing$/,
    decides: `${api('DeleteSecurityGroup')}: "If you attempt to delete a security group that is associated with an instance or network interface, is referenced by another security group in the same VPC, or has a VPC association, the operation fails with DependencyViolation"`,
  },
  {
    moto: 'answers nothing to who deletes a group',
    steps: /^cards: a group that nobody needs goes$/,
    shows: /^(GroupId|Return): /,
    decides: `${api('DeleteSecurityGroup')}: "groupId: The ID of the deleted security group", "return: Returns true if the request succeeds; otherwise, returns an error"`,
  },
];
