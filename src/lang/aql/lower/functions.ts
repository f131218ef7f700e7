import { suggest } from '../../../core/suggest.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { FunctionCall } from '../ast.ts';
import { aggregateNames, lowerAggregate } from './aggregates.ts';
import type { Environment } from './environment.ts';
import type { FunctionDefinition, Lower } from './function-definition.ts';
import { lookupFunctions } from './lookup-functions.ts';
import { notAql, unsupportedFunctions } from './missing-functions.ts';
import { scalarFunctions } from './scalar-functions.ts';

/** Every function that gives one value for each row. */
export const functions: Readonly<Record<string, FunctionDefinition>> = {
  ...scalarFunctions,
  ...lookupFunctions,
};

/** A call of a function; undefined after an error, which has been reported. */
export function lowerCall(node: FunctionCall, env: Environment, lower: Lower): Expression | undefined {
  if (aggregateNames.has(node.name)) return lowerAggregate(node, env, lower);
  const definition = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined;
  if (!definition) return unknown(node, env);
  const values = node.arguments.map((argument) => lower(argument, env));
  const { context } = env;
  const count = node.arguments.length;
  if (node.star || node.distinct || count < definition.least || count > definition.most) {
    return context.say('arguments', argumentsMessage(node, definition), node.range, {
      help: definition.usage,
    });
  }
  const whole = values.filter((value) => value !== undefined);
  if (whole.length < values.length) return undefined;
  return definition.lower({ call: node, values: whole, nodes: node.arguments, env });
}

function argumentsMessage(
  { name, star, distinct, arguments: list }: FunctionCall,
  { least, most }: FunctionDefinition,
): string {
  if (star || distinct) return `${name} takes neither * nor DISTINCT`;
  const expected =
    least === most
      ? String(least)
      : `${least} to ${most === Number.POSITIVE_INFINITY ? 'any number of' : most}`;
  return `${name} takes ${expected} ${least === 1 && most === 1 ? 'argument' : 'arguments'}, not ${list.length}`;
}

function unknown({ name, nameRange }: FunctionCall, { context }: Environment): undefined {
  const instead = Object.hasOwn(notAql, name) ? notAql[name] : undefined;
  if (instead !== undefined) {
    return context.say('notAql', `${name} is no function of AQL`, nameRange, { help: instead });
  }
  const reason = Object.hasOwn(unsupportedFunctions, name) ? unsupportedFunctions[name] : undefined;
  if (reason !== undefined) {
    return context.say('functionUnsupported', `${name} is not supported: ${reason}`, nameRange);
  }
  const known = [...Object.keys(functions), ...aggregateNames, ...Object.keys(unsupportedFunctions)];
  const near = suggest(name, known);
  return context.say('functionUnknown', `there is no function ${name}`, nameRange, {
    help: near === undefined ? 'docs/reference/aql.md lists the functions' : `did you mean ${near}?`,
  });
}
