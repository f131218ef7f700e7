/** A rule path, a pack or a parameters file that cannot be used. The message names the path and what was expected. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}
