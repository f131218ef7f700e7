import type { Diagnostic } from '../../core/diagnostic.ts';

/** Takes a diagnostic; whoever reads goes on. */
export type Report = (diagnostic: Diagnostic) => void;
