import type { Random } from './random.ts';

/** Names and numbers of made-up organisations; networks are those reserved for documentation. */
export const accounts: readonly string[] = ['111122220001', '111122220002', '111122220003', '111122220004'];
export const regions: readonly string[] = [
  'eu-west-1',
  'eu-central-1',
  'us-east-1',
  'us-east-1',
  'us-west-2',
];
export const people: readonly string[] = [
  'alma',
  'bela',
  'cyril',
  'dora',
  'emil',
  'fanny',
  'gabor',
  'hedvig',
];
export const services: readonly string[] = ['checkout', 'ledger', 'search', 'ingest', 'mailer', 'reports'];
export const roles: readonly string[] = [
  'checkout-deploy',
  'ledger-node',
  'search-indexer',
  'ci-runner',
  'observability',
  'OrganizationAccountAccessRole',
];
export const instanceTypes: readonly string[] = [
  't3.micro',
  't3.large',
  'm6i.xlarge',
  'c7g.2xlarge',
  'r6i.large',
];

const interpreters = [
  'lang/python#3.11.8 md/pyimpl#CPython',
  'lang/python#3.12.2 md/pyimpl#CPython',
] as const;
const kernels = ['linux#6.5.0-1018-aws', 'linux#5.15.0-1057-aws', 'macos#23.4.0'] as const;

/** What a client calls itself; long, as today's SDKs do. */
export function userAgent(random: Random, service: string, operation: string): string {
  const command = `${service}.${operation.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}`;
  switch (random.below(5)) {
    case 0:
      return `aws-cli/2.15.${random.below(40)} md/awscrt#0.19.19 ua/2.0 os/${random.pick(kernels)} md/arch#x86_64 ${random.pick(interpreters)} cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${command}`;
    case 1:
      return `APN/1.0 HashiCorp/1.0 Terraform/1.7.${random.below(6)} (+https://www.terraform.io) terraform-provider-aws/5.${random.below(60)}.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.25.3 os/linux lang/go#1.21.8 md/GOOS#linux md/GOARCH#amd64 api/${service}#1.152.0`;
    case 2:
      return `Boto3/1.34.${random.below(90)} md/Botocore#1.34.${random.below(90)} ua/2.0 os/${random.pick(kernels)} md/arch#aarch64 ${random.pick(interpreters)} cfg/retry-mode#legacy Botocore/1.34.60`;
    case 3:
      return `aws-sdk-go-v2/1.24.1 os/linux lang/go#1.21.6 md/GOOS#linux md/GOARCH#arm64 api/${service}#1.26.7 kubernetes-external-controller/0.14.${random.below(9)}`;
    default:
      return 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36';
  }
}

export function publicAddress(random: Random): string {
  return random.chance(0.5) ? `203.0.113.${random.below(256)}` : `198.51.100.${random.below(256)}`;
}

export function privateAddress(random: Random): string {
  return `10.${random.below(4)}.${random.below(256)}.${random.below(256)}`;
}

/** `i-`, `vol-`, … and 17 hexadecimal digits. */
export function resourceId(random: Random, prefix: string): string {
  return `${prefix}-0${random.hex(16)}`;
}

/** Epoch milliseconds as `2026-03-01T09:14:07Z`. */
export function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
