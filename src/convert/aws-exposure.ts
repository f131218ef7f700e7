import { all, any, type Condition, type NativeField, test } from '../emit/siem/condition.ts';
import { accepts, lowerTest } from '../emit/siem/lower.ts';
import { literalText } from '../ir/pattern.ts';
import { type LowerField, unsayable } from './activity-tests.ts';
import { isOneOf, stepsIn } from './native-fields.ts';

interface Rules {
  readonly addresses: readonly string[];
  /** Where a rule has protocol, first and last port. */
  readonly ports: readonly (readonly [protocol: string, from: string, to: string])[];
}

const body = 'requestParameters.';
const permissions = `${body}ipPermissions.items[].`;
const wrapped = `${body}AuthorizeSecurityGroupIngressRequest.IpPermissions[].`;
const changed = `${body}ModifySecurityGroupRulesRequest.SecurityGroupRule[].SecurityGroupRule.`;

/** Where operations that let addresses in write them: `clouds/aws/exposure.ts` reads the same places. */
const rules: Readonly<Record<string, Rules>> = {
  AuthorizeSecurityGroupIngress: {
    addresses: [
      `${permissions}ipRanges.items[].cidrIp`,
      `${permissions}ipv6Ranges.items[].cidrIpv6`,
      `${wrapped}IpRanges[].CidrIp`,
      `${wrapped}Ipv6Ranges[].CidrIpv6`,
      `${body}cidrIp`,
    ],
    ports: [
      [`${permissions}ipProtocol`, `${permissions}fromPort`, `${permissions}toPort`],
      [`${wrapped}IpProtocol`, `${wrapped}FromPort`, `${wrapped}ToPort`],
      [`${body}ipProtocol`, `${body}fromPort`, `${body}toPort`],
    ],
  },
  ModifySecurityGroupRules: {
    addresses: [`${changed}CidrIpv4`, `${changed}CidrIpv6`],
    ports: [[`${changed}IpProtocol`, `${changed}FromPort`, `${changed}ToPort`]],
  },
  OpenInstancePublicPorts: {
    addresses: [`${body}portInfo.cidrs[]`, `${body}portInfo.ipv6Cidrs[]`],
    ports: [[`${body}portInfo.protocol`, `${body}portInfo.fromPort`, `${body}portInfo.toPort`]],
  },
  PutInstancePublicPorts: {
    addresses: [`${body}portInfos[].cidrs[]`, `${body}portInfos[].ipv6Cidrs[]`],
    ports: [[`${body}portInfos[].protocol`, `${body}portInfos[].fromPort`, `${body}portInfos[].toPort`]],
  },
};

function at(path: string): NativeField {
  return { name: path.replaceAll('[]', ''), places: [stepsIn(path)] };
}

/** The addresses that a call lets in. */
export const exposedAddresses: LowerField = (leaf, { entry }) =>
  any(...(rules[entry?.operation ?? '']?.addresses ?? []).map((path) => lowerTest(leaf, at(path))));

/** The ports that a call lets in: one by its number, all of them by the protocol or by the whole range. */
export const exposedPorts: LowerField = (leaf, { entry, differ }) => {
  const literal = leaf.kind === 'string' && leaf.op === 'equals' ? literalText(leaf.pattern) : undefined;
  if (literal === undefined) return unsayable(leaf, 'ports are two numbers in the record');
  const places = rules[entry?.operation ?? '']?.ports ?? [];
  if (places.length > 0)
    differ('addresses, protocols and the ends of port ranges may stand in different rules of one call');
  const isNumber = (path: string, value: string): Condition =>
    test(at(path), { kind: 'number', op: 'eq', value });
  const [first = '', last = first] = literal.split('-');
  return any(
    ...places.map(([protocol, from, to]) => {
      if (accepts(leaf, 'all'))
        return any(
          isOneOf(at(protocol), '-1', 'all'),
          all(any(isNumber(from, '0'), isNumber(from, '-1')), isNumber(to, '65535')),
        );
      return /^\d+-?\d*$/.test(literal) ? all(isNumber(from, first), isNumber(to, last)) : any();
    }),
  );
};
