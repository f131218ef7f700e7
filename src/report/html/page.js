// Brushing and filtering of the report. The page is complete without it.
(() => {
  const timeline = document.getElementById('timeline');
  const brush = document.getElementById('brush');
  const search = document.getElementById('search');
  const range = document.getElementById('range');
  const boxes = [...document.querySelectorAll('#levels input')];
  const rows = [...document.querySelectorAll('#findings tbody tr')];
  const incidents = [...document.querySelectorAll('.incident')];
  const hint = range.textContent;
  let chosen;

  document.getElementById('controls').hidden = false;

  const shown = (time) => new Date(time).toISOString().replace('T', ' ').slice(0, 19);

  function apply() {
    const levels = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const text = search.value.toLowerCase();
    const inside = (from, to) => !chosen || (to >= chosen.from && from <= chosen.to);
    let count = 0;
    for (const row of rows) {
      const { time, level } = row.dataset;
      const isTimed = time !== '';
      const fits = isTimed ? inside(Number(time), Number(time)) : !chosen;
      row.hidden = !(fits && levels.has(level) && row.textContent.toLowerCase().includes(text));
      if (!row.hidden) count += 1;
    }
    for (const card of incidents) {
      const { from, to, level } = card.dataset;
      const fits = inside(Number(from), Number(to)) && levels.has(level);
      card.hidden = !(fits && card.textContent.toLowerCase().includes(text));
    }
    const when = chosen ? `${shown(chosen.from)} to ${shown(chosen.to)}: ` : '';
    range.textContent = chosen || text !== '' || count < rows.length ? `${when}${count} findings` : hint;
  }

  function clear() {
    chosen = undefined;
    search.value = '';
    for (const box of boxes) box.checked = true;
    brush?.setAttribute('width', '0');
    apply();
  }

  if (timeline) {
    const first = Number(timeline.dataset.first);
    const span = Number(timeline.dataset.span);
    const width = Number(timeline.dataset.width);
    const place = (event) => {
      const box = timeline.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    };
    let start;
    const draw = (end) => {
      const from = Math.min(start, end);
      const to = Math.max(start, end);
      brush.setAttribute('x', String(from * width));
      brush.setAttribute('width', String((to - from) * width));
      chosen = to - from < 0.002 ? undefined : { from: first + from * span, to: first + to * span };
      apply();
    };
    timeline.addEventListener('pointerdown', (event) => {
      start = place(event);
      timeline.setPointerCapture(event.pointerId);
    });
    timeline.addEventListener('pointermove', (event) => {
      if (start !== undefined) draw(place(event));
    });
    timeline.addEventListener('pointerup', (event) => {
      if (start !== undefined) draw(place(event));
      start = undefined;
    });
    timeline.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') clear();
    });
  }
  for (const box of boxes) box.addEventListener('change', apply);
  search.addEventListener('input', apply);
  document.getElementById('clear').addEventListener('click', clear);
})();
