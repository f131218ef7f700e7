import type { Provider } from '../../activity/vocabulary.ts';
import { awsContainers } from './aws.ts';
import { azureContainers } from './azure.ts';
import type { ContainerDefinition } from './container.ts';
import { gcpContainers } from './gcp.ts';

export type { ContainerDefinition, OutputFile } from './container.ts';

const byProvider: Readonly<Record<Provider, readonly ContainerDefinition[]>> = {
  aws: awsContainers,
  azure: azureContainers,
  gcp: gcpContainers,
};

/** The containers of a cloud; the first is what its own delivery writes. */
export function containersOf(provider: Provider): readonly ContainerDefinition[] {
  return byProvider[provider];
}

/** A container of a cloud by its name. */
export function findContainer(provider: Provider, name: string): ContainerDefinition | undefined {
  return byProvider[provider].find((one) => one.name === name);
}
