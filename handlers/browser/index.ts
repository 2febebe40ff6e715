export { RealtimeConnection } from './realtime-connection';
export { RealtimeError } from './realtime-events';
export type { RealtimeAddress } from './address';
export type { RealtimeClock } from './realtime-clock';
export type { RealtimeState } from './realtime-connection';
export type {
  RealtimeClose, RealtimeErrorCode, RealtimeErrorDetails, RealtimeEvents, RealtimeMessage, RealtimeRecovery,
} from './realtime-events';
export type { RealtimeOptions } from './realtime-options';
export type { RealtimeSocket, RealtimeSocketClass, RealtimeSocketEvent } from './socket';
