import type { Activity } from '../activity/activity.ts';
import { shortId } from './row.ts';

/** ` (denied)`; nothing for a success. */
export function outcomeText(outcome: string): string {
  return outcome === 'success' || outcome === '' ? '' : ` (${outcome.replace('_', ' ')})`;
}

/** The first target by its name, and how many there are. */
export function targetText({ resources, count }: Activity): string {
  const target = resources.find(({ role }) => role === 'target') ?? resources[0];
  if (!target) return '';
  return (target.name ?? shortId(target.id)) + (count > 1 ? ` ×${count}` : '');
}

/** An ARN without what every ARN begins with. */
export function shortPrincipal(text: string): string {
  return text.replace(/^arn:aws[\w-]*:(?:iam|sts)::(\d+):/, '$1:');
}

/** `Microsoft.Compute/virtualMachines/write` → `virtualMachines/write`; `v1.compute.instances.insert` → `instances.insert`. */
export function shortOperation(operation: string): string {
  return operation.replace(/^Microsoft\.\w+\//i, '').replace(/^(?:(?:v\d+|alpha|beta)\.)?compute\./, '');
}

/** The text in at most so many columns; an ellipsis stands for the rest. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}
