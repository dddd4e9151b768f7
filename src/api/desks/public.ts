import type { badgeKinds } from '../resources/badge.ts';
import type { PublicStatusResource } from '../resources/overview.ts';

/** What everybody may see. Rejects with StoreUnavailable. */
export interface PublicDesk {
  /** At most a minute old. */
  status(): Promise<PublicStatusResource>;
  /** Undefined where there is no such service. */
  badge(service: string, asked: AskedBadge): Promise<Badge | undefined>;
}

export interface AskedBadge {
  readonly kind: (typeof badgeKinds)[number];
  /** Of `uptime`, ms. */
  readonly windowMs: number;
}

/** What a badge says. */
export interface Badge {
  /** Whether everybody may see it. */
  readonly isPublic: boolean;
  readonly label: string;
  readonly message: string;
  readonly tone: 'good' | 'fair' | 'bad' | 'none';
}
