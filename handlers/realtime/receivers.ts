/**
 * Whom a broadcast is for: one connection, every connection of a user or of a room, or every connection that there is.
 */
export type Receivers = { readonly connection: string } | ManyReceivers;

/**
 * Receivers that have to be looked up.
 */
export type ManyReceivers = { readonly user: string } | { readonly room: string } | { readonly everyone: true };
