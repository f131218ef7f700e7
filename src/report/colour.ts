import { styleText } from 'node:util';
import type { Level } from '../core/levels.ts';

type Style = Parameters<typeof styleText>[0];

const styles: Readonly<Record<Level, Style>> = {
  informational: 'gray',
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: ['bold', 'white', 'bgRed'],
};

/** `styleText` that can be switched off: in Node 20 it knows neither NO_COLOR nor pipes. */
export function paint(style: Style, text: string, colour: boolean): string {
  return colour ? styleText(style, text) : text;
}

const shortNames: Readonly<Record<Level, string>> = {
  informational: 'info',
  low: 'low',
  medium: 'med',
  high: 'high',
  critical: 'crit',
};

export function shortLevel(level: Level): string {
  return shortNames[level];
}

/** The level as four letters at the most, in its colour. */
export function paintLevel(level: Level, colour: boolean): string {
  return paint(styles[level], shortNames[level], colour);
}
