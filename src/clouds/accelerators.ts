/** GPU, FPGA and machine-learning families of EC2; `ml.` stands before the types of SageMaker. */
const aws = /^(?:ml\.)?(?:p[2-9]|g[2-9]|gr\d|inf\d|trn\d|dl\d|vt\d|f[12])[a-z0-9-]*\./;
/** N-series of Azure, with or without the tier before it. */
const azure = /^(?:standard_|basic_)?n[cdgpv]\w*\d/i;
/** Accelerator-optimised families of Google, in a plain name or at the end of a URL. */
const google = /^(?:[\w:./-]*\/)?(?:a[2-9]|g[2-9]|ct\w+|tpu\w*)-[\w-]+$/;

/** The expressions by cloud, for what has to say them in another language: RE2 reads them too. */
export const acceleratedTypes: Readonly<Record<'aws' | 'azure' | 'gcp', RegExp>> = {
  aws,
  azure,
  gcp: google,
};

/** True when an EC2, RDS or SageMaker type carries accelerators. */
export function isAwsAccelerated(instanceType: string): boolean {
  return aws.test(instanceType);
}

/** True when an Azure size is of the N-series. */
export function isAzureAccelerated(size: string): boolean {
  return azure.test(size);
}

/** True when a Google machine type has accelerators built in; guest accelerators stand in their own field. */
export function isGoogleAccelerated(machineType: string): boolean {
  return google.test(machineType);
}
