/** A session as requests need it. */
export interface KnownSession {
  id: string;
  personId: string;
  name: string;
  operator: boolean;
  authenticatedAt: Date;
  expiresAt: Date;
}
