/** Built-in roles that give power over compute, backups or access, by the id at the end of a role definition. */
export const roleIds: ReadonlyMap<string, string> = new Map([
  ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner'],
  ['b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor'],
  ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'],
  ['f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator'],
  ['acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader'],
  ['9980e02c-c2be-4d73-94e8-173b1dc7cf3c', 'Virtual Machine Contributor'],
  ['1c0163c0-47e6-4577-8991-ea5c82e286e4', 'Virtual Machine Administrator Login'],
  ['7efff54f-a5b4-42b5-a1c5-5411624893ce', 'Disk Snapshot Contributor'],
  ['5e467623-bb1f-42f4-a55d-6e525e11384b', 'Backup Contributor'],
]);

/** The name of a built-in role, or the id of any other, from `…/roleDefinitions/<id>`. */
export function roleName(definition: string): string {
  const id = definition.slice(definition.lastIndexOf('/') + 1).toLowerCase();
  return roleIds.get(id) ?? id;
}
