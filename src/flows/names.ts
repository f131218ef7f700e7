/**
 * Names under which logs of the network know an instance. One shape for all clouds, so that whoever reads a log and whoever
 * reads Activities need not know each other.
 */
export const interfaceKey = (id: string): string => `interface ${id}`;

/** `i-…`, or the full name or path that Activities have as id. */
export const instanceKey = (id: string): string => `instance ${id}`;

/** The number that Google gives an instance once. */
export const uidKey = (uid: string): string => `uid ${uid}`;

export const macKey = (mac: string): string => `mac ${mac}`;

/** A private address means something only within its network: every VPC may have the same. */
export const addressKey = (network: string, ip: string): string => `address ${network} ${ip}`;
