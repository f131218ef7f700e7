export let fingerprintHigh: i32 = 0;
export let fingerprintLow: i32 = 0;

/** The same as `fingerprint` of `src/core/key-set.ts` for `account/id` in ASCII. */
export function makeFingerprint(accountAt: usize, accountEnd: usize, idAt: usize, idEnd: usize): void {
  let high: u32 = 0x9e3779b9 ^ <u32>(accountEnd - accountAt + 1 + idEnd - idAt);
  let low: u32 = 0x85ebca6b;
  for (let at = accountAt; at < accountEnd; at++) {
    const unit = <u32>load<u8>(at);
    high = (high ^ unit) * 2654435761;
    low = (low ^ unit) * 1597334677;
  }
  high = (high ^ 0x2f) * 2654435761;
  low = (low ^ 0x2f) * 1597334677;
  for (let at = idAt; at < idEnd; at++) {
    const unit = <u32>load<u8>(at);
    high = (high ^ unit) * 2654435761;
    low = (low ^ unit) * 1597334677;
  }
  high = ((high ^ (high >> 16)) * 2246822507) ^ ((low ^ (low >> 13)) * 3266489909);
  low = ((low ^ (low >> 16)) * 2246822507) ^ ((high ^ (high >> 13)) * 3266489909);
  fingerprintHigh = <i32>high;
  fingerprintLow = high == 0 && low == 0 ? 1 : <i32>low;
}
