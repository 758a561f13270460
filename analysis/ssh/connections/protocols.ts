/** Protocol numbers of IANA, as flow logs have them. */
export const TCP = 6;
export const UDP = 17;
