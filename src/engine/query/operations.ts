import { providers } from '../../activity/vocabulary.ts';
import { catalogueOf } from '../../clouds/catalogue-index.ts';
import type { Operation } from '../../lang/aql/index.ts';

/** What the catalogues know of operations, as the linter of queries asks for it. */
export function catalogueOperations(): readonly Operation[] {
  return providers.flatMap((provider) =>
    catalogueOf(provider)
      .filter(({ log }) => log !== 'none')
      .map(({ service, operation, access, verb, object }) => ({
        provider,
        service,
        operation,
        access,
        verb,
        object,
      })),
  );
}
