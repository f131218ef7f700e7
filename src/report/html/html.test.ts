import { createHash } from 'node:crypto';
import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { finding, foundOf, snapshotOfVolume } from '../../../test/support/findings.ts';
import { html } from './html.ts';
import { escapeHtml } from './markup.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-03-10T10:00:00Z');
const findings = Array.from({ length: 5 }, (_, index) =>
  finding(
    { id: `f${index}`, level: index === 0 ? 'critical' : 'low', incident: 'i00000000000000000000001' },
    snapshotOfVolume({ id: `a${index}`, time: start + index * HOUR }),
  ),
);

function page(found = foundOf(findings)): string {
  return [...html.render(found, { width: 80, colour: false })].join('');
}

function open(): Window {
  const window = new Window({
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  });
  window.document.write(page());
  return window;
}

const hidden = (window: Window): boolean[] =>
  [...window.document.querySelectorAll('#findings tbody tr')].map((row) => row.hasAttribute('hidden'));

test('needs nothing from elsewhere, and its policy allows its own script and style only', () => {
  const text = page();
  expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  for (const [tag, directive] of [
    ['style', 'style-src'],
    ['script', 'script-src'],
  ] as const) {
    const body = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1] ?? '';
    expect(policy).toContain(`${directive} 'sha256-${createHash('sha256').update(body).digest('base64')}'`);
  }
});

test('shows incident, story, lineage, score and records', () => {
  const text = page();
  for (const part of [
    'id="timeline"',
    'What happened',
    'What came from what',
    'How the score adds up',
    'snap-0000000b',
    '&quot;operation&quot;',
  ]) {
    expect(text).toContain(part);
  }
});

test('texts of logs are texts', () => {
  const evil = snapshotOfVolume({
    operation: '</script><script>alert(1)</script>',
    principal: { key: '"><img src=x onerror=alert(2)>', type: 'user', via: [] },
  });
  const text = page(foundOf([finding({}, evil)]));
  expect(text.match(/<script>/g)).toHaveLength(1);
  expect(text).not.toContain('<img');
});

test('a brushed range, a level and a text choose what is shown', () => {
  const window = open();
  const { document } = window;
  const timeline = document.querySelector('#timeline') as unknown as {
    getBoundingClientRect: () => object;
    setPointerCapture: () => void;
    dispatchEvent: (event: unknown) => void;
  };
  timeline.getBoundingClientRect = () => ({ left: 0, width: 100 });
  timeline.setPointerCapture = () => undefined;
  const pointer = (type: string, clientX: number): void =>
    timeline.dispatchEvent(new window.PointerEvent(type, { clientX, pointerId: 1 }));
  expect(hidden(window)).toEqual([false, false, false, false, false]);
  pointer('pointerdown', 40);
  pointer('pointermove', 80);
  pointer('pointerup', 80);
  expect(hidden(window)).toEqual([true, true, false, false, true]);
  expect(document.querySelector('#range')?.textContent).toContain('2 findings');
  (document.querySelector('#clear') as unknown as { click: () => void }).click();
  expect(hidden(window)).not.toContain(true);
  const box = document.querySelector('#levels input[value="low"]') as unknown as {
    checked: boolean;
    dispatchEvent: (event: unknown) => void;
  };
  box.checked = false;
  box.dispatchEvent(new window.Event('change'));
  expect(hidden(window)).toEqual([false, true, true, true, true]);
});

test('a long story comes in pieces', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    finding({ id: `f${index}` }, snapshotOfVolume({ id: `a${index}`, time: start + index })),
  );
  const pieces = [...html.render(foundOf(many), { width: 80, colour: false })];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(40_000);
});

test('neither control characters nor marks that turn the direction of text reach the page', () => {
  expect(escapeHtml('a\u001b[1m\u202egpj.exe\u2066b\u200f')).toBe('a\ufffd[1m\ufffdgpj.exe\ufffdb\ufffd');
  expect(escapeHtml('two\n\tlines, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645')).toContain(
    '\n\tlines, \u0645\u06cc\u200c',
  );
});
