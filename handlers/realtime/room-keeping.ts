/** For whoever asks for rooms where there are none. */
export const NO_ROOMS = 'API Gateway keeps the sessions of this API by itself, so nobody would take connections out of their rooms when they go; '
  + 'write sessions: Sessions.stored() on the API';

/**
 * Whether connections can be in rooms, as the construct has set it up.
 */
export function keepsRooms(): boolean {
  return process.env.REALTIME_ROOMS !== 'none';
}
