/** What is put into the pages of the sites the user chose, in this order: the shared card, then what reads and paints. */
/** @type {string[]} */
export const PAGE_SCRIPTS = [];
