import type { Activity } from '../../activity/activity.ts';
import { shortId } from '../row.ts';
import { html, type Markup } from './markup.ts';

const MOST_NODES = 60;
const BOX = { width: 190, height: 34, gapX: 60, gapY: 14 } as const;

interface Box {
  readonly id: string;
  readonly type: string;
  layer: number;
  row: number;
}

/** What came from what, from left to right; nothing when nothing came from anything. */
export function lineageSvg(activities: readonly Activity[]): Markup | undefined {
  const boxes = new Map<string, Box>();
  const arrows = new Map<string, { readonly from: string; readonly to: string }>();
  for (const { edges } of activities) {
    for (const { from, to, kind } of edges) {
      const [toType = '', fromType = ''] = kind.split('<-');
      if (boxes.size >= MOST_NODES && !(boxes.has(from) && boxes.has(to))) continue;
      if (!boxes.has(from)) boxes.set(from, { id: from, type: fromType, layer: 0, row: 0 });
      if (!boxes.has(to)) boxes.set(to, { id: to, type: toType, layer: 0, row: 0 });
      if (from !== to) arrows.set(`${from} ${to}`, { from, to });
    }
  }
  if (arrows.size === 0) return undefined;
  layOut(boxes, [...arrows.values()]);
  return draw([...boxes.values()], [...arrows.values()], boxes);
}

/** Each box one layer right of all that it came from; as many rounds as there are boxes end any circle. */
function layOut(
  boxes: ReadonlyMap<string, Box>,
  arrows: readonly { readonly from: string; readonly to: string }[],
): void {
  for (let round = 0, moved = true; moved && round < boxes.size; round += 1) {
    moved = false;
    for (const { from, to } of arrows) {
      const origin = boxes.get(from);
      const made = boxes.get(to);
      if (!origin || !made || made.layer > origin.layer || origin.layer >= boxes.size) continue;
      made.layer = origin.layer + 1;
      moved = true;
    }
  }
  const rows = new Map<number, number>();
  for (const box of boxes.values()) {
    box.row = rows.get(box.layer) ?? 0;
    rows.set(box.layer, box.row + 1);
  }
}

function draw(
  boxes: readonly Box[],
  arrows: readonly { readonly from: string; readonly to: string }[],
  byId: ReadonlyMap<string, Box>,
): Markup {
  const x = ({ layer }: Box): number => 4 + layer * (BOX.width + BOX.gapX);
  const y = ({ row }: Box): number => 4 + row * (BOX.height + BOX.gapY);
  const width = Math.max(...boxes.map(x)) + BOX.width + 4;
  const height = Math.max(...boxes.map(y)) + BOX.height + 4;
  const lines = arrows.flatMap(({ from, to }) => {
    const origin = byId.get(from);
    const made = byId.get(to);
    if (!origin || !made) return [];
    const [x1, y1] = [x(origin) + BOX.width, y(origin) + BOX.height / 2];
    const [x2, y2] = [x(made), y(made) + BOX.height / 2];
    const bend = (x1 + x2) / 2;
    return [html`<path d="M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}" marker-end="url(#arrow)"/>`];
  });
  const rects = boxes.map(
    (
      box,
    ) => html`<g><title>${box.id}</title><rect x="${x(box)}" y="${y(box)}" width="${BOX.width}" height="${BOX.height}" rx="4"/>
<text x="${x(box) + 8}" y="${y(box) + 14}" class="type">${box.type}</text>
<text x="${x(box) + 8}" y="${y(box) + 28}">${cut(shortId(box.id))}</text></g>`,
  );
  return html`<svg class="lineage" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What came from what">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${lines}${rects}</svg>`;
}

function cut(text: string): string {
  return text.length > 27 ? `${text.slice(0, 26)}…` : text;
}
