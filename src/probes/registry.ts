import { kindTable } from '../domain/kind-table.ts';
import type { Probe } from './probe.ts';

/** Every type of service, in the order the documentation lists them; a service without a type is of the first. */
export const probes = kindTable<Probe>({
  http: async () => (await import('./http.ts')).http,
  tcp: async () => (await import('./tcp.ts')).tcp,
  tls: async () => (await import('./tls.ts')).tls,
  dns: async () => (await import('./dns.ts')).dns,
  icmp: async () => (await import('./icmp.ts')).icmp,
  flow: async () => (await import('./flow.ts')).flow,
  grpc: async () => (await import('./grpc.ts')).grpc,
  websocket: async () => (await import('./websocket.ts')).websocket,
  postgres: async () => (await import('./postgres.ts')).postgres,
  mysql: async () => (await import('./mysql.ts')).mysql,
  redis: async () => (await import('./redis.ts')).redis,
  smtp: async () => (await import('./smtp.ts')).smtp,
  mqtt: async () => (await import('./mqtt.ts')).mqtt,
  amqp: async () => (await import('./amqp.ts')).amqp,
  heartbeat: async () => (await import('./heartbeat.ts')).heartbeat,
  exec: async () => (await import('./exec.ts')).exec,
});
