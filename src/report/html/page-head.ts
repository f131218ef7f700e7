import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, trusted } from './markup.ts';

/**
 * The beginning of a page that needs nothing else: no script, style or picture from elsewhere, which its own policy
 * forbids. It goes up to `<body>`.
 *
 * @param script the only script that may run in it
 */
export function pageHead(title: string, script?: string): string {
  const style = asset('page.css');
  const scripts = script === undefined ? '' : `; script-src '${digestOf(script)}'`;
  return `<!DOCTYPE html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digestOf(style)}'${trusted(scripts)}; base-uri 'none'; form-action 'none'">
<style>${trusted(style)}</style></head><body>`.markup
  }\n`;
}

/** A style or script that stands beside this file. */
export function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
