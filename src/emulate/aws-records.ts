import { findOperation } from '../clouds/catalogue-index.ts';
import { isObject, type Json, type JsonObject, text } from '../core/json.ts';
import { awsIdentity } from './aws-identity.ts';
import type { EmulatedRecord, StepContext } from './emulated-record.ts';
import { wholeSeconds } from './stamps.ts';

const ec2 = 'ec2.amazonaws.com';
/** AWS says five minutes on average; these are what was measured in real deliveries. */
const DELIVERY = [100_000, 570_000] as const;

/** The record of one call as CloudTrail writes it: whole seconds, EC2's request id in the answer. */
export function awsRecords(context: StepContext): EmulatedRecord[] {
  const { step, time, value, ids, random } = context;
  const { operation, more } = step;
  const service = step.service ?? ec2;
  const account = value('account');
  const region = text(more['region']) ?? (value('region') || 'us-east-1');
  const readOnly = more['read_only'] ?? findOperation('aws', service, operation)?.access === 'read';
  const requestId = String(ids['request_id']);
  const seconds = Math.floor(time / 1000) * 1000;
  const error = isObject(more['error']) ? more['error'] : undefined;
  const { userIdentity, sourceIPAddress, userAgent, tlsDetails } = awsIdentity(context, service);
  const record: JsonObject = {
    eventVersion: '1.11',
    userIdentity,
    eventTime: wholeSeconds(seconds),
    eventSource: service,
    eventName: operation,
    awsRegion: region,
    sourceIPAddress,
    userAgent,
    ...(error ? { errorCode: error['code'] ?? '', errorMessage: error['message'] ?? '' } : {}),
    requestParameters: step.request ?? null,
    responseElements: error || readOnly === true ? null : answer(step.response, service, requestId),
    requestID: requestId,
    eventID: random.uuid(),
    readOnly: readOnly === true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...(tlsDetails ? { tlsDetails } : {}),
    ...(isObject(more['record']) ? more['record'] : {}),
  };
  const delivered = seconds + random.between(...DELIVERY);
  return [{ provider: 'aws', record, time: seconds, delivered, account, region }];
}

/** EC2 writes the id of the request into its answers; those of newer operations stand one level down. */
function answer(response: Json | undefined, service: string, requestId: string): Json {
  if (!isObject(response)) return response ?? null;
  const isWrapped = Object.keys(response).some((key) => key.endsWith('Response'));
  return service === ec2 && !isWrapped ? { requestId, ...response } : response;
}
