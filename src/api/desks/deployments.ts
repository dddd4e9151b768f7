import type { Deployment } from '../../domain/deployment.ts';
import type { DeploymentRequest } from '../../domain/deployment-request.ts';
import type { DeploymentQuery } from '../../storage/store.ts';

/** Where deployments are told, looked up and taken back. Rejects with StoreUnavailable. */
export interface DeploymentDesk {
  /** Stores it as `pending`; undefined where no such service is configured. */
  record(request: DeploymentRequest): Promise<Deployment | undefined>;
  rollBack(id: string, order: RollbackOrder): Promise<RollbackOutcome>;
  get(id: string): Promise<Deployment | undefined>;
  /** The newest first, and how many there are of this kind in all. */
  list(query: DeploymentQuery): Promise<{ readonly items: readonly Deployment[]; readonly total: number }>;
}

/** Who takes it back, and why. */
export interface RollbackOrder {
  readonly by: string;
  /** Empty without one. */
  readonly reason: string;
}

export type RollbackOutcome =
  | { readonly kind: 'done'; readonly deployment: Deployment }
  | { readonly kind: 'not_found' }
  /** It has not ended yet, or was taken back already. */
  | { readonly kind: 'wrong_state'; readonly deployment: Deployment };
