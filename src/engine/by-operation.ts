import type { RecordHead } from '../clouds/definition.ts';

/** Bounds the memory that made-up operation names can take; there are some twenty thousand real ones. */
const MOST = 100_000;

/** Something that is known of operations, by provider, service and name. */
export class ByOperation<T> {
  private readonly providers: Readonly<Record<RecordHead['provider'], Map<string, Map<string, T>>>> = {
    aws: new Map(),
    azure: new Map(),
    gcp: new Map(),
  };
  private size = 0;

  find({ provider, service, operation }: RecordHead): T | undefined {
    return this.providers[provider].get(service)?.get(operation);
  }

  /** Remembers it unless there are too many, and gives it back. */
  keep({ provider, service, operation }: RecordHead, value: T): T {
    if (this.size >= MOST) return value;
    const services = this.providers[provider];
    const operations = services.get(service) ?? new Map<string, T>();
    services.set(service, operations);
    operations.set(operation, value);
    this.size += 1;
    return value;
  }
}
