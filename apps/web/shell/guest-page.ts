/** Where guests read who they are here, and that their visit is over. The projects feature brings it. */
export const GUEST_PAGE = '/guest';
