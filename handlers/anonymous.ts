/**
 * What an authorizer calls somebody whom it lets in and who has no name: API Gateway wants one for everybody.
 */
export const ANONYMOUS = 'anonymous';
