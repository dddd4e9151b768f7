import { type Notification, type NotifiedService, notifiedServices } from '../domain/notification.ts';

/** The same for each service by itself, in the order they are told: for channels that hold one alert per service. */
export function eachAlone(notification: Notification): readonly Notification[] {
  const { type, unhealthy, slow, others } = notification;
  return notifiedServices(notification).map((service): Notification => {
    const alone = (list: readonly NotifiedService[]) => list.filter((other) => other === service);
    return {
      ...notification,
      // As in the messages of the monitor: one service, one alert, whatever else fails at the same time.
      dedupKey: service.dedupKey ?? `${type}/${service.name}`,
      severity: service.severity,
      unhealthy: alone(unhealthy),
      slow: alone(slow),
      others: alone(others),
    };
  });
}
