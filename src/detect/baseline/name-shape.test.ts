import { expect, test } from 'vitest';
import { nameShape } from './name-shape.ts';

test.each([
  ['web-prod-03', 'a-a-#'],
  ['db-test-0012', 'a-a-#'],
  ['Web_Prod 3', 'a_a #'],
  ['xmr1', 'a#'],
  ['2fa', '#a'],
  ['atomic-vm', 'a-a'],
  ['gke-pool-7f9c8d-x2kq', 'a-a-~-~'],
  ['i0abc123def456', '~'],
  ['bcdfg', '~'],
  ['vm', 'a'],
  ['ip-10-0-0-1', 'a-#-#-#-#'],
  ['übung', 'a'],
  ['', ''],
  ['a-'.repeat(40), `${'a-'.repeat(8)}…`],
])('%s is %s', (name, shape) => expect(nameShape(name)).toBe(shape));
