import type { Activity } from '../activity/activity.ts';
import { formatTime } from '../core/time.ts';
import type { Signal } from '../detect/signal.ts';
import { redact } from './redact.ts';

/**
 * A signal as one JSON object: times as text, the rule with its author and references (the licence of public rules,
 * DRL 1.1, wants them kept in what a match produces), the Activity whole, the record when it was kept.
 */
export function signalJson({ id, rule, time, activity, record }: Signal): Record<string, unknown> {
  return {
    id,
    kind: 'signal',
    ...(time === undefined ? {} : { time: formatTime(time) }),
    level: rule.level,
    rule: {
      id: rule.id,
      title: rule.title,
      level: rule.level,
      ...(rule.status === undefined ? {} : { status: rule.status }),
      ...(rule.author === undefined ? {} : { author: rule.author }),
      ...(rule.license === undefined ? {} : { license: rule.license }),
      references: rule.references,
      tags: rule.tags,
      techniques: rule.techniques,
      path: rule.source.path,
    },
    ...(activity === undefined ? {} : { activity: activityJson(activity) }),
    ...(record === undefined ? {} : { record: redact(record) }),
  };
}

function activityJson({
  time,
  endTime,
  ingestedTime,
  raw: _raw,
  ...rest
}: Activity): Record<string, unknown> {
  return {
    ...rest,
    ...(time === 0 ? {} : { time: formatTime(time) }),
    ...(endTime === undefined ? {} : { endTime: formatTime(endTime) }),
    ...(ingestedTime === undefined ? {} : { ingestedTime: formatTime(ingestedTime) }),
  };
}
