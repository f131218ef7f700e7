import type { Reporter } from './reporter.ts';

/** Products whose names show that a text belongs to another page. */
const products =
  /Microsoft Sentinel|Azure Sentinel|\bSentinel\b|\bSplunk\b|\bElastic\b|\bKQL\b|\bSPL\b|CrowdStrike|Chronicle|Sumo Logic/i;

/**
 * Says that text which is no AQL stands behind a finished query. The query is used without it: such text is what a web
 * page leaves when it is copied.
 */
export function readTrailing(reporter: Reporter, start: number): void {
  const text = reporter.text.slice(start).trimEnd();
  const range = { start, end: start + text.length };
  const product = products.exec(text)?.[0];
  const notes =
    product === undefined
      ? []
      : [
          {
            message: `the text speaks of ${product}: it comes from a page about another product, so check that the query is the one for QRadar`,
            at: { start: start + text.indexOf(product), end: start + text.indexOf(product) + product.length },
          },
        ];
  reporter.say(
    'trailing',
    `this is not AQL and is left out: ${reporter.excerpt(range, 60)}`,
    { start, end: Math.min(range.end, start + 60) },
    {
      help: 'the query ends before it; take the text away',
      notes,
    },
  );
}
