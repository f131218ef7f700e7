import type { Activity } from '../activity/activity.ts';

type IpKind = Activity['source']['ipKind'];

const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const privateIpv4 =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const ipv6 = /^[0-9a-f:]+(?:%\w+)?$|^::ffff:\d{1,3}(?:\.\d{1,3}){3}$/i;
const privateIpv6 = /^(?:f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/i;

/**
 * What kind of source an address is: `provider` for a cloud's own name in place of an address (`autoscaling.amazonaws.com`,
 * `AWS Internal`), `private` also for Google's words for its inside.
 */
export function ipKindOf(address: string | undefined): IpKind {
  if (!address) return 'absent';
  if (ipv4.test(address)) return privateIpv4.test(address) ? 'private' : 'public';
  if (address.includes(':') && ipv6.test(address)) return ipv6Kind(address);
  return address === 'private' || address === 'gce-internal-ip' ? 'private' : 'provider';
}

function ipv6Kind(address: string): IpKind {
  const mapped = /^::ffff:(\d.*)$/i.exec(address)?.[1];
  if (mapped) return privateIpv4.test(mapped) ? 'private' : 'public';
  return privateIpv6.test(address) ? 'private' : 'public';
}

/** In order: the first that occurs names the tool. Wrappers stand before the libraries they are built on. */
const toolPatterns: readonly (readonly [RegExp, string])[] = [
  [/stratus-red-team/i, 'stratus-red-team'],
  [/\bpacu\b/i, 'pacu'],
  [/pulumi/i, 'pulumi'],
  [/opentofu/i, 'opentofu'],
  [/terraform/i, 'terraform'],
  [/ansible/i, 'ansible'],
  [/packer/i, 'packer'],
  [/karpenter/i, 'karpenter'],
  [/ebs\.csi|csi[.-]driver/i, 'csi-driver'],
  [/cluster-autoscaler/i, 'cluster-autoscaler'],
  [/amazon-ssm-agent/i, 'ssm-agent'],
  [/aws-cdk|\bcdk\b/i, 'cdk'],
  [/CloudShell|environment\/devshell/i, 'cloudshell'],
  [/aws-cli\//i, 'aws-cli'],
  [/^\[?(?:AWS Internal|console\.|signin\.|EC2Console|S3Console)|\bConsole\b|aws-internal/i, 'console'],
  [/AWSPowerShell|AzurePowershell|PSVersion/i, 'powershell'],
  [/gcloud\/|google-cloud-sdk/i, 'gcloud'],
  [/AzureCLI|azure-cli/i, 'azure-cli'],
  [/boto3|botocore/i, 'boto3'],
  [/aws-sdk-([a-z]+)/i, 'aws-sdk'],
  [/^Boto\//, 'boto'],
  [/azsdk-([a-z]+)/i, 'azure-sdk'],
  [/google-api-|gax\/|google-cloud-/i, 'google-sdk'],
  [/Google-Deployment-Manager/i, 'deployment-manager'],
  [/GCE Managed Instance Group/i, 'managed-instance-group'],
  [/^Mozilla\//, 'console'],
  [/^(?:[a-z0-9-]+\.)+(?:amazonaws\.com(?:\.cn)?|aws\.internal)$/i, 'aws-service'],
  [/python|requests\/|urllib/i, 'python'],
  [/curl\/|wget|okhttp|go-http-client|axios|PostmanRuntime/i, 'http-client'],
];

const tools = new Map<string, string | undefined>();
const remembered = 4096;

/**
 * The tool that a user agent claims to be (`aws-cli`, `terraform`, `console`, …); undefined when unknown. The caller
 * chooses its user agent: this is context, never a reason to trust.
 */
export function toolOf(userAgent: string | undefined): string | undefined {
  if (!userAgent) return undefined;
  if (tools.has(userAgent)) return tools.get(userAgent);
  const tool = detectTool(userAgent);
  if (tools.size >= remembered) tools.clear();
  tools.set(userAgent, tool);
  return tool;
}

function detectTool(userAgent: string): string | undefined {
  for (const [pattern, name] of toolPatterns) {
    const found = pattern.exec(userAgent);
    if (found) return found[1] ? `${name}-${found[1].toLowerCase()}` : name;
  }
  return undefined;
}
