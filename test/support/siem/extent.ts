/**
 * Whether conversions are tested with everything. By default a part is taken that is the same each time, so that all tests
 * of conversions together take less than a minute: `NEPHOSCOPE_CONVERT_ALL=1` takes the rest, too.
 */
export const isWhole: boolean = process.env['NEPHOSCOPE_CONVERT_ALL'] === '1';
