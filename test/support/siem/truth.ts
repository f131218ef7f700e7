/** Three truth values, as query languages have them: null is neither true nor false. */
export function or(items: readonly unknown[]): boolean | null {
  if (items.includes(true)) return true;
  return items.every((item) => item === false) ? false : null;
}

export function and(items: readonly unknown[]): boolean | null {
  if (items.includes(false)) return false;
  return items.every((item) => item === true) ? true : null;
}

/** Negative, 0 or positive, for numbers and for texts. */
export function orderOf(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : Number(String(left) > String(right));
}

/** Whether an order is what an operator asks for; `=` and `==` are one. */
export function satisfies(operator: string, order: number): boolean {
  const results: Record<string, boolean> = {
    '=': order === 0,
    '==': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '>': order > 0,
    '<=': order <= 0,
    '>=': order >= 0,
  };
  const result = results[operator];
  if (result === undefined) throw new Error(`unknown operator ${operator}`);
  return result;
}
