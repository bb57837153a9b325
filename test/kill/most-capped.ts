/** How many commits of all workers may use the cap. */
export const mostCapped = 20;
