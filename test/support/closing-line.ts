import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints a plain line `failed: FILE > TEST` for each test that failed, and the closing line `N passed, N failed, N skipped`:
 * the continuous integration reads both.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const failed: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) {
        count.failed += 1;
        failed.push(module.relativeModuleId);
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === 'pending' ? 'skipped' : state] += 1;
        if (state === 'failed') failed.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
    }
    for (const name of failed) console.log(`failed: ${name}`);
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}
