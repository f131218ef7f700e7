/** Under these names the values of an event say of which cloud it is and what kind of principal acted; no command asks for them. */
export const PROVIDER = 'provider';
export const PRINCIPAL_TYPE = 'principal.type';
