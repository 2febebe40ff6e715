import { DeclaredIntent } from './declared-intent';
import { GrantedQuotas } from './granted-quotas';
import { OrganisationStandards } from './organisation-standards';

/** All that is declared, as rules read it. */
export interface Declarations extends DeclaredIntent, OrganisationStandards {
  readonly quotas?: GrantedQuotas;
}
