import { describe, expect, it } from 'vitest';
import { readTemplateYaml } from './declared-file.ts';

describe('a template in YAML', () => {
  it('R162: short functions are spelled out as in JSON', () => {
    const text = `
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Open: !Not [!Equals [!Ref Env, prod]]
Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Condition: Open
    Properties:
      VpcId: !ImportValue vpc
      GroupName: !Sub 'web-\${AWS::StackName}'
      SecurityGroupIngress:
        - !If [Open, { IpProtocol: tcp, FromPort: 0022, ToPort: 22, CidrIp: !Select [0, !Split [',', !Ref Nets]] }, !Ref AWS::NoValue]
        - { IpProtocol: -1, SourceSecurityGroupId: !GetAtt Other.GroupId }
`;
    expect(readTemplateYaml(text)).toEqual({
      json: {
        AWSTemplateFormatVersion: '2010-09-09',
        Conditions: { Open: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }] } },
        Resources: {
          Web: {
            Type: 'AWS::EC2::SecurityGroup',
            Condition: 'Open',
            Properties: {
              VpcId: { 'Fn::ImportValue': 'vpc' },
              GroupName: { 'Fn::Sub': `web-\${AWS::StackName}` },
              SecurityGroupIngress: [
                {
                  'Fn::If': [
                    'Open',
                    {
                      IpProtocol: 'tcp',
                      FromPort: 18,
                      ToPort: 22,
                      CidrIp: { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Nets' }] }] },
                    },
                    { Ref: 'AWS::NoValue' },
                  ],
                },
                { IpProtocol: -1, SourceSecurityGroupId: { 'Fn::GetAtt': 'Other.GroupId' } },
              ],
            },
          },
        },
      },
    });
  });

  it('what is no YAML is told with its place; aliases cannot blow up', () => {
    expect(readTemplateYaml('a: [1, 2\nb: 3')).toEqual({
      wrong: expect.stringMatching(/expected JSON or YAML: .*, at \d+:\d+/),
    });
    const bomb = [
      'a: &a [x, x]',
      ...Array.from({ length: 30 }, (_, n) => `${n}: &l${n} [${Array(9).fill(n === 0 ? '*a' : `*l${n - 1}`)}]`),
    ].join('\n');
    expect(readTemplateYaml(bomb)).toEqual({ wrong: expect.stringMatching(/alias/i) });
  });
});
