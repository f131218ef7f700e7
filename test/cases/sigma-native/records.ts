import type { JsonObject } from '../../../src/core/json.ts';

/** A record in a provider's own form, written by us, and the public rule that has to match it unmodified. */
export interface NativeCase {
  /** Path of the rule below the folder of the public rules. */
  readonly rule: string;
  readonly record: JsonObject;
  /** The same record with these changes must not match. */
  readonly unless: JsonObject;
}

/** Activity Log as a diagnostic setting exports it. */
const activity = (operationName: string, more: JsonObject = {}): JsonObject => ({
  time: '2026-03-04T05:06:07.0000000Z',
  resourceId: '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG',
  operationName: operationName.toUpperCase(),
  category: 'Administrative',
  resultType: 'Success',
  callerIpAddress: '198.51.100.7',
  ...more,
});

/** Activity Log as the REST API lists it. */
const rest = (operation: string, more: JsonObject = {}): JsonObject => ({
  eventTimestamp: '2026-03-04T05:06:07Z',
  operationName: { value: operation, localizedValue: 'As the portal calls it' },
  category: { value: 'Administrative', localizedValue: 'Administrative' },
  resourceProviderName: { value: operation.split('/', 1)[0] ?? '', localizedValue: 'Provider' },
  status: { value: 'Succeeded', localizedValue: 'Succeeded' },
  ...more,
});

/** Entra audit log as a diagnostic setting exports it: there is no properties.message. */
const audit = (operation: string, properties: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  time: '2026-03-04T05:06:07Z',
  operationName: operation,
  category: 'AuditLogs',
  resultSignature: 'None',
  properties: { activityDisplayName: operation, result: 'success', ...properties },
  ...more,
});

/** Entra sign-in log as a diagnostic setting exports it; the result type is text. */
const signIn = (resultType: string, properties: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  time: '2026-03-04T05:06:07Z',
  operationName: 'Sign-in activity',
  category: 'SignInLogs',
  resultType,
  properties: { status: { errorCode: Number(resultType) }, authenticationRequirement: 'singleFactorAuthentication', ...properties },
  ...more,
});

const risk = (riskEventType: string): JsonObject => ({ category: 'UserRiskEvents', properties: { riskEventType, riskState: 'atRisk' } });

const gcp = (methodName: string, more: JsonObject = {}): JsonObject => ({
  insertId: 'x1',
  logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
  protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', methodName, ...more },
});

const workspace = (eventName: string, parameters: JsonObject[] = []): JsonObject =>
  gcp(`google.admin.AdminService.${eventName}`, {
    serviceName: 'admin.googleapis.com',
    metadata: { event: [{ eventName, parameter: parameters }] },
  });

const login = (eventName: string): JsonObject =>
  gcp('google.login.LoginService.x', { serviceName: 'login.googleapis.com', metadata: { event: [{ eventName }] } });

const trail = (eventSource: string, eventName: string, more: JsonObject = {}): JsonObject => ({
  eventVersion: '1.10',
  eventSource,
  eventName,
  awsRegion: 'eu-central-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.15',
  ...more,
});

const otherOperation = { operationName: 'SOMETHING/ELSE/READ' };
const otherAudit = { operationName: 'Something else', properties: { result: 'success' } };

export const nativeCases: readonly NativeCase[] = [
  {
    rule: 'azure/activity_logs/azure_aadhybridhealth_adfs_new_server.yml',
    record: activity('Microsoft.ADHybridHealthService/services/servicemembers/action', {
      resourceId: '/providers/Microsoft.ADHybridHealthService/services/AdFederationService-sts.example',
    }),
    unless: { resourceId: '/providers/Microsoft.Other' },
  },
  {
    rule: 'azure/activity_logs/azure_aadhybridhealth_adfs_service_delete.yml',
    record: rest('Microsoft.ADHybridHealthService/services/delete', {
      resourceId: '/providers/Microsoft.ADHybridHealthService/services/AdFederationService-sts.example',
    }),
    unless: { category: { value: 'Policy' } },
  },
  { rule: 'azure/activity_logs/azure_keyvault_modified_or_deleted.yml', record: rest('Microsoft.KeyVault/vaults/delete'), unless: { operationName: { value: 'Microsoft.KeyVault/vaults/read' } } },
  { rule: 'azure/activity_logs/azure_kubernetes_cronjob.yml', record: activity('Microsoft.ContainerService/managedClusters/batch/cronjobs/write'), unless: otherOperation },
  { rule: 'azure/activity_logs/azure_rare_operations.yml', record: activity('Microsoft.Compute/snapshots/write'), unless: otherOperation },
  { rule: 'azure/audit_logs/azure_aad_secops_ca_policy_removedby_bad_actor.yml', record: audit('Delete conditional access policy'), unless: otherAudit },
  { rule: 'azure/audit_logs/azure_ad_account_created_deleted.yml', record: audit('Add user'), unless: { properties: { result: 'failure' } } },
  { rule: 'azure/audit_logs/azure_ad_bitlocker_key_retrieval.yml', record: audit('Read BitLocker key', {}, { category: 'KeyManagement' }), unless: otherAudit },
  {
    rule: 'azure/audit_logs/azure_ad_certificate_based_authencation_enabled.yml',
    record: audit('Authentication Methods Policy Update', { targetResources: [{ modifiedProperties: [{ displayName: 'AuthenticationMethodsPolicy', newValue: '{}' }] }] }),
    unless: { properties: { targetResources: [] } },
  },
  {
    rule: 'azure/audit_logs/azure_ad_device_registration_policy_changes.yml',
    record: audit('Set device registration policies', {}, { category: 'Policy' }),
    unless: { category: 'Device' },
  },
  {
    rule: 'azure/audit_logs/azure_ad_new_root_ca_added.yml',
    record: audit('Set Company Information', { targetResources: [{ modifiedProperties: [{ displayName: 'x', newValue: '["TrustedCAsForPasswordlessAuth"]' }] }] }),
    unless: otherAudit,
  },
  {
    rule: 'azure/audit_logs/azure_ad_users_added_to_device_admin_roles.yml',
    record: audit('Add member to role', { targetResources: [{ modifiedProperties: [{ newValue: '"62e90394-69f5-4237-9190-012177145e10"' }] }] }, { category: 'RoleManagement' }),
    unless: { properties: { targetResources: [{}] } },
  },
  {
    rule: 'azure/audit_logs/azure_app_end_user_consent.yml',
    record: audit('Consent to application', { targetResources: [{ modifiedProperties: [{ displayName: 'ConsentContext.IsAdminConsent', newValue: '"False"' }] }] }),
    unless: { properties: { targetResources: [{ modifiedProperties: [{ displayName: 'ConsentContext.IsAdminConsent', newValue: '"True"' }] }] } },
  },
  {
    rule: 'azure/audit_logs/azure_auditlogs_laps_credential_dumping.yml',
    record: audit('Recover device local administrator password', { additionalDetails: [{ key: 'AdditionalInfo', value: 'Successfully recovered local credential by device id' }] }, { category: 'Device' }),
    unless: { properties: { activityDisplayName: 'Recover device local administrator password' } },
  },
  {
    rule: 'azure/audit_logs/azure_change_to_authentication_method.yml',
    record: audit('User registered security info', { loggedByService: 'Authentication Methods' }, { category: 'UserManagement' }),
    unless: { properties: { loggedByService: 'Core Directory' } },
  },
  {
    rule: 'azure/audit_logs/azure_tap_added.yml',
    record: audit('Admin registered security info', { resultReason: 'Admin registered temporary access pass method for user' }),
    unless: { properties: { result: 'success' } },
  },
  {
    rule: 'azure/audit_logs/azure_user_account_mfa_disable.yml',
    record: audit('Update user', { loggedByService: 'Core Directory', targetResources: [{ modifiedProperties: [{ displayName: 'StrongAuthenticationRequirement', newValue: '[{"State":0}]' }] }] }, { category: 'UserManagement' }),
    unless: { properties: { loggedByService: 'Core Directory' } },
  },
  { rule: 'azure/signin_logs/azure_account_lockout.yml', record: signIn('50053'), unless: { resultType: '0' } },
  { rule: 'azure/signin_logs/azure_ad_azurehound_discovery.yml', record: signIn('0', { userAgent: 'AzureHound/2.0' }), unless: { resultType: '50053' } },
  { rule: 'azure/signin_logs/azure_ad_only_single_factor_auth_required.yml', record: signIn('0'), unless: { resultType: '50053', properties: { status: { errorCode: 50053 }, authenticationRequirement: 'singleFactorAuthentication' } } },
  {
    rule: 'azure/signin_logs/azure_ad_risky_sign_ins_with_singlefactorauth_from_unknown_devices.yml',
    record: signIn('0', { riskState: 'atRisk', deviceDetail: { deviceId: '', trustType: '' } }),
    unless: { properties: { status: { errorCode: 0 }, authenticationRequirement: 'singleFactorAuthentication', riskState: 'atRisk', deviceDetail: { trustType: 'AzureAd' } } },
  },
  { rule: 'azure/signin_logs/azure_ad_sign_ins_from_noncompliant_devices.yml', record: signIn('0', { deviceDetail: { isCompliant: false } }), unless: { properties: { deviceDetail: { isCompliant: true } } } },
  {
    rule: 'azure/signin_logs/azure_ad_sign_ins_from_unknown_devices.yml',
    record: signIn('0', { networkLocationDetails: [], deviceDetail: { deviceId: '' } }),
    unless: { properties: { deviceDetail: { deviceId: 'd1' } } },
  },
  {
    rule: 'azure/signin_logs/azure_mfa_denies.yml',
    record: signIn('500121', { authenticationRequirement: 'multiFactorAuthentication', status: { errorCode: 500121, additionalDetails: 'MFA denied; user declined the authentication' } }),
    unless: { properties: { authenticationRequirement: 'multiFactorAuthentication', status: { errorCode: 0 } } },
  },
  { rule: 'azure/signin_logs/azure_login_to_disabled_account.yml', record: signIn('50057', {}, { resultDescription: 'User account is disabled. The account has been disabled by an administrator.' }), unless: { resultDescription: 'other' } },
  { rule: 'azure/identity_protection/azure_identity_protection_atypical_travel.yml', record: risk('unlikelyTravel'), unless: { properties: { riskEventType: 'other' } } },
  { rule: 'azure/privileged_identity_management/azure_pim_account_stale.yml', record: risk('staleSignInAlertIncident'), unless: { properties: { riskEventType: 'other' } } },
  { rule: 'gcp/audit/gcp_dns_zone_modified_or_deleted.yml', record: gcp('Dns.ManagedZones.Delete'), unless: { protoPayload: { methodName: 'Dns.ManagedZones.Get' } } },
  { rule: 'gcp/audit/gcp_firewall_rule_modified_or_deleted.yml', record: gcp('v1.compute.firewalls.insert'), unless: { protoPayload: { methodName: 'v1.compute.firewalls.get' } } },
  {
    rule: 'gcp/audit/gcp_access_policy_deleted.yml',
    record: gcp('google.identity.accesscontextmanager.v1.AccessContextManager.DeleteAccessPolicy', {
      serviceName: 'accesscontextmanager.googleapis.com',
      authorizationInfo: [{ permission: 'accesscontextmanager.accessPolicies.delete', granted: true }],
    }),
    unless: { protoPayload: { serviceName: 'accesscontextmanager.googleapis.com', authorizationInfo: [{ permission: 'accesscontextmanager.accessPolicies.delete', granted: false }] } },
  },
  { rule: 'gcp/gworkspace/admin/gcp_gworkspace_role_privilege_deleted.yml', record: workspace('REMOVE_PRIVILEGE'), unless: { protoPayload: { serviceName: 'admin.googleapis.com', methodName: 'x.OTHER' } } },
  {
    rule: 'gcp/gworkspace/admin/gcp_gworkspace_mfa_disabled.yml',
    record: workspace('ENFORCE_STRONG_AUTHENTICATION', [{ name: 'NEW_VALUE', value: 'false' }]),
    unless: { protoPayload: workspace('ENFORCE_STRONG_AUTHENTICATION', [{ name: 'NEW_VALUE', value: 'true' }])['protoPayload'] ?? null },
  },
  {
    rule: 'gcp/gworkspace/admin/gcp_gworkspace_application_access_levels_modified.yml',
    record: workspace('CHANGE_APPLICATION_SETTING', [{ name: 'SETTING_NAME', value: 'ContextAwareAccess Assignment' }]),
    unless: { protoPayload: workspace('CHANGE_APPLICATION_SETTING')['protoPayload'] ?? null },
  },
  { rule: 'gcp/gworkspace/login/gcp_gworkspace_govattack.yml', record: login('gov_attack_warning'), unless: { protoPayload: login('login_success')['protoPayload'] ?? null } },
  { rule: 'aws/cloudtrail/aws_rds_public_db_restore.yml', record: trail('rds.amazonaws.com', 'RestoreDBInstanceFromDBSnapshot', { responseElements: { publiclyAccessible: true } }), unless: { responseElements: { publiclyAccessible: false } } },
  { rule: 'aws/cloudtrail/aws_cloudtrail_guardduty_detector_deleted_or_updated.yml', record: trail('guardduty.amazonaws.com', 'UpdateDetector', { requestParameters: { enable: false } }), unless: { errorCode: 'AccessDenied' } },
  { rule: 'aws/cloudtrail/aws_disable_bucket_versioning.yml', record: trail('s3.amazonaws.com', 'PutBucketVersioning', { requestParameters: { VersioningConfiguration: { Status: 'Suspended' } } }), unless: { requestParameters: { VersioningConfiguration: { Status: 'Enabled' } } } },
  {
    rule: 'aws/cloudtrail/aws_ecs_task_definition_cred_endpoint_query.yml',
    record: trail('ecs.amazonaws.com', 'RegisterTaskDefinition', { requestParameters: { containerDefinitions: [{ name: 'a' }, { command: ['sh', 'curl 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] }] } }),
    unless: { requestParameters: { containerDefinitions: [{ command: ['sh'] }] } },
  },
  { rule: 'aws/cloudtrail/aws_delete_saml_provider.yml', record: trail('iam.amazonaws.com', 'DeleteSAMLProvider'), unless: { errorCode: 'AccessDenied' } },
];
