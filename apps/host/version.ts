/** The version of the host and its contract. */
export const version = '0.1.0';
