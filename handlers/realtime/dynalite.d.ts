declare module 'dynalite' {
  import { Server } from 'node:http';

  /** A server that speaks DynamoDB's protocol and keeps its tables in memory. */
  function dynalite(options?: { readonly createTableMs?: number }): Server;
  export = dynalite;
}
