/** How the usual callers name themselves, in the shapes of real records. Anybody may send any of them. */
export const userAgents = {
  console: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  cli: (command: string): string =>
    `aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.7 md/prompt#off md/command#ec2.${command}`,
  sdk: 'Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.13.0 (+https://www.terraform.io) terraform-provider-aws/6.2.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.38.0 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.245.0',
  cloudformation: 'cloudformation.amazonaws.com',
  loadBalancerController:
    'elbv2.k8s.aws/v2.13.4 aws-sdk-go-v2/1.38.0 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.245.0',
} as const;
