import type { Activity } from '../../activity/activity.ts';
import { type ChangeRecord, isOpen } from '../../changes/change-record.ts';
import { faceOf, foldPrincipal } from './face.ts';
import { fits } from './pattern.ts';

/** A deployment tool is named, and whoever acts is no declared pipeline. */
export interface PipelineMismatch {
  /** What the user agent or the application claims to be. */
  readonly tool: string;
  readonly principal: string;
  /** The pipelines that are declared for this cloud. */
  readonly declared: readonly string[];
}

/** Tools that deploy from pipelines, by the names that `Activity.source.tool` has and by their user agents. */
const tools: readonly (readonly [RegExp, string])[] = [
  [/opentofu/i, 'opentofu'],
  [/terraform|hashicorp\/1/i, 'terraform'],
  [/pulumi/i, 'pulumi'],
  [/ansible/i, 'ansible'],
  [/\bpacker\b/i, 'packer'],
  [/cloudformation/i, 'cloudformation'],
  [/aws-cdk|\bcdk\b/i, 'cdk'],
  [/crossplane/i, 'crossplane'],
  [/deployment-manager/i, 'deployment-manager'],
  [/github-actions|configure-aws-credentials-for-github/i, 'github-actions'],
  [/gitlab|jenkins|spinnaker|atlantis|argocd|circleci/i, 'ci-cd'],
];

const cloudFormation = 'aws:service:cloudformation.amazonaws.com';

/** Compares claims of tools with the pipelines that are declared as exceptions of the family `ci-cd`. */
export class PipelineClaims {
  private readonly declared: readonly string[];

  constructor(changes: readonly ChangeRecord[]) {
    const pipelines = changes.filter((one) => one.family === 'ci-cd' && isOpen(one));
    this.declared = [
      ...new Set(pipelines.flatMap(({ scope }) => scope.principals.map(foldPrincipal))),
    ].toSorted();
  }

  /** undefined: no claim, a declared pipeline, or no pipeline declared for this cloud. */
  check(activity: Activity): PipelineMismatch | undefined {
    const declared = this.declared.filter(
      (one) => one.startsWith(`${activity.provider}:`) || one.startsWith('*'),
    );
    if (declared.length === 0) return undefined;
    const tool = claimedTool(activity);
    if (tool === undefined) return undefined;
    const { principals } = faceOf(activity);
    if (declared.some((pattern) => principals.some((key) => fits(pattern, key)))) return undefined;
    return Object.freeze({ tool, principal: activity.principal.key, declared: Object.freeze(declared) });
  }
}

function claimedTool({ source, principal }: Activity): string | undefined {
  const claim = `${source.tool ?? ''} ${source.userAgent ?? ''}`;
  const tool = tools.find(([pattern]) => pattern.test(claim))?.[1];
  // What CloudTrail itself says was done through CloudFormation is no claim.
  const isTrue =
    tool === 'cloudformation' && [principal, ...principal.via].some(({ key }) => key === cloudFormation);
  return isTrue ? undefined : tool;
}
