/**
 * What no template says and only its owner knows. Undeclared, a rule that needs it is silent or a warning.
 */
export interface DeclaredIntent {
  /**
   * Whether the APIs serve production.
   *
   * @default - not declared
   */
  readonly production?: boolean;
}
