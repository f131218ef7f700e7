/** `eu-west-1b` is a zone of `eu-west-1`, and so is the local zone `us-west-2-lax-1a` of `us-west-2`. */
export function regionOfZone(zone: string | undefined): string | undefined {
  return zone === undefined ? undefined : /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(zone)?.[0];
}

/** Region and account in an ARN. */
export function placeInArn(arn: string | undefined): { region?: string; account?: string } {
  const [, , , region, account] = arn?.startsWith('arn:') ? arn.split(':') : [];
  return { ...(region && { region }), ...(account && { account }) };
}
