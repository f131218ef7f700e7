import type { Provider } from '../activity/vocabulary.ts';

/** Values that every test of a cloud has without declaring them, and what the emulator makes them. */
export const commonValues: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  aws: { account: '4111<digits 8>' },
  azure: { tenant: '<uuid>', subscription: '<uuid>' },
  gcp: { project: 'nephoscope-lab-<digits 6>', project_number: '4<digits 11>' },
};

/** The service of a step that names none. Azure's is in the operation. */
export const defaultServices: Readonly<Record<Provider, string>> = {
  aws: 'ec2.amazonaws.com',
  azure: '',
  gcp: 'compute.googleapis.com',
};

/** Values that the emulator gives every step anew. */
export const stepValues = ['request_id', 'operation_id', 'time', 'time_ms'] as const;

const kinds: Readonly<Record<string, RegExp>> = {
  hex: /^hex [1-9]\d?$/,
  digits: /^digits [1-9]\d?$/,
  letters: /^letters [1-9]\d?$/,
  upper: /^upper [1-9]\d?$/,
  uuid: /^uuid$/,
};

/** One piece of a template: a literal text, or so many characters of a kind. */
export type TemplatePiece =
  | { readonly literal: string }
  | { readonly kind: 'hex' | 'digits' | 'letters' | 'upper' | 'uuid'; readonly count: number };

/** The pieces of `vol-0<hex 16>`; undefined when something in angle brackets is none of the kinds. */
export function templatePieces(template: string): readonly TemplatePiece[] | undefined {
  const pieces: TemplatePiece[] = [];
  for (const part of template.split(/(<[^<>]*>)/)) {
    if (part === '') continue;
    const inner = /^<(.*)>$/.exec(part)?.[1];
    const [kind = '', count = '1'] = (inner ?? '').split(' ');
    if (inner === undefined) pieces.push({ literal: part });
    else if (isKind(kind) && kinds[kind]?.test(inner)) pieces.push({ kind, count: Number(count) });
    else return undefined;
  }
  return pieces;
}

function isKind(word: string): word is 'hex' | 'digits' | 'letters' | 'upper' | 'uuid' {
  return Object.hasOwn(kinds, word);
}
