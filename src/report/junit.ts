/** One test case for a JUnit file. */
export interface JunitCase {
  readonly suite: string;
  readonly name: string;
  /** Absent when it passed. */
  readonly failure?: string;
}

/** Test results as JUnit XML, a suite for each rule file. */
export function junit(cases: readonly JunitCase[]): string {
  const suites = groupBy(cases);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${failures(cases)}">`,
  ];
  for (const [suite, members] of suites) {
    lines.push(
      `  <testsuite name="${xml(suite)}" tests="${members.length}" failures="${failures(members)}">`,
    );
    for (const { name, failure } of members) {
      const head = `    <testcase classname="${xml(suite)}" name="${xml(name)}"`;
      lines.push(
        failure === undefined ? `${head}/>` : `${head}><failure message="${xml(failure)}"/></testcase>`,
      );
    }
    lines.push('  </testsuite>');
  }
  return `${lines.join('\n')}\n</testsuites>\n`;
}

function groupBy(cases: readonly JunitCase[]): Map<string, JunitCase[]> {
  const groups = new Map<string, JunitCase[]>();
  for (const one of cases) {
    const there = groups.get(one.suite);
    if (there) there.push(one);
    else groups.set(one.suite, [one]);
  }
  return groups;
}

function failures(cases: readonly JunitCase[]): number {
  return cases.filter(({ failure }) => failure !== undefined).length;
}

/** Text in an attribute; characters that XML 1.0 cannot hold are replaced. */
function xml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replace(/[\n\t\r]/g, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
      .replace(/[\u0000-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
