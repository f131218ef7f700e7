import { LITERALS } from './layout';

/** Classes of bytes in the automaton; 0: no literals. */
let classes: u32 = 0;
/** States from this one on end a literal. */
let accepting: u32 = 0;

export function setLiterals(classCount: u32, firstAccepting: u32): void {
  classes = classCount;
  accepting = firstAccepting;
}

/** Whether a part of the text holds one of the literals, or something that may spell one in another way. */
export function hasLiteral(from: usize, to: usize): bool {
  if (classes == 0) return false;
  const table = LITERALS + 256;
  let state: u32 = 0;
  for (let at = from; at < to; at++) {
    state = load<u16>(table + ((state * classes + load<u8>(LITERALS + load<u8>(at))) << 1));
    if (state >= accepting) return true;
  }
  return false;
}
