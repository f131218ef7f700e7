import type { JsonObject } from '../core/json.ts';
import { awsListing } from './aws/listing.ts';
import { azureListing } from './azure/listing.ts';
import { gcpListing } from './gcp/listing.ts';
import type { Listing } from './listing.ts';

/** What a JSON object lists, told by its members alone; undefined when it is no listing. Never throws. */
export function recogniseListing(value: JsonObject): Listing | undefined {
  return awsListing(value) ?? azureListing(value) ?? gcpListing(value);
}
