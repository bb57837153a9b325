/** How old a replica of the world is at most, in milliseconds. */
export const replica = 20_000;
