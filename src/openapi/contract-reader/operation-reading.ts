import { ContractModels } from './contract-models';
import { ContractReading } from './contract-reading';
import { ContractReferences } from './contract-references';

/**
 * What the readings of all operations of a contract share.
 */
export interface OperationReading {
  readonly reading: ContractReading;
  readonly references: ContractReferences;
  readonly models: ContractModels;
}
