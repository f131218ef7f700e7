import { hash } from 'node:crypto';
import { type TemplatePiece, templatePieces } from '../atomics/value-names.ts';

const alphabets = {
  hex: '0123456789abcdef',
  digits: '0123456789',
  letters: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
} as const;

/** Pseudo-random numbers and ids that are the same on every run with the same seed (mulberry32). */
export class Random {
  private readonly seed: string;
  private state: number;

  constructor(seed: string) {
    this.seed = seed;
    this.state = Number.parseInt(hash('sha256', seed, 'hex').slice(0, 8), 16);
  }

  /** Another sequence, which does not depend on what was taken from this one. */
  fork(name: string): Random {
    return new Random(`${this.seed}\u001f${name}`);
  }

  /** From 0 to 1, without 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  text(kind: keyof typeof alphabets, count: number): string {
    const letters = alphabets[kind];
    return Array.from({ length: count }, () => letters[this.between(0, letters.length - 1)]).join('');
  }

  uuid(): string {
    const variant = '89ab'[this.between(0, 3)] ?? '8';
    const [a, b, c, d, e] = [8, 4, 3, 3, 12].map((count) => this.text('hex', count));
    return `${a}-${b}-4${c}-${variant}${d}-${e}`;
  }

  /** What a template of an atomic test stands for: `vol-0<hex 16>`. */
  like(template: string): string {
    return (templatePieces(template) ?? []).map((piece) => this.piece(piece)).join('');
  }

  private piece(piece: TemplatePiece): string {
    if ('literal' in piece) return piece.literal;
    return piece.kind === 'uuid' ? this.uuid() : this.text(piece.kind, piece.count);
  }
}
