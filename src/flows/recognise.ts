import type { JsonObject } from '../core/json.ts';
import { readAwsFlow } from './aws-flow.ts';
import { readAzureFlows } from './azure-flow.ts';
import { readDnsQuery } from './dns-query.ts';
import { readGoogleFlow } from './google-flow.ts';
import type { IsKnown, NetworkRecord } from './record.ts';

/**
 * What a decoded value tells of the network: one record, or the many of an entry of Azure's; undefined: nothing.
 *
 * @param isKnown whether an instance is looked for under a name: readers may pass over what is of others
 */
export function readNetworkRecords(value: JsonObject, isKnown: IsKnown): Iterable<NetworkRecord> | undefined {
  const flows = readAzureFlows(value);
  if (flows) return flows;
  // Queries of Route 53 have addresses, too.
  const record = readDnsQuery(value) ?? readAwsFlow(value, isKnown) ?? readGoogleFlow(value);
  return record && [record];
}
