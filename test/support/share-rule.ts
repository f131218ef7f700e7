/** A small rule on CloudTrail records that lint is content with. */
export const shareRule: string = `title: Shared with everybody
id: 5d0a2a3e-8a6f-4b7e-9b59-1f1d2c3b4a5f
status: test
level: high
description: A snapshot was shared.
author: us
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource: ec2.amazonaws.com
    eventName: ModifySnapshotAttribute
  condition: selection
tags: [attack.t1537]
`;
