// Whose page this is. Two people may use one browser one after the other: a page of the first stays open when the second
// has signed in, and the cookie is the second one's then. What the server tells to that cookie is not for this page.
const tags = (page) => (page.body.dataset.writer ?? "").split(" ").filter(Boolean); // more where the server's key changed

/** What tells the pages of one person from those of another. */
export const writer = tags(document)[0] ?? "";

/** Whether another page, as the server made it just now, is of the same person. */
export const isSameWriter = (page) => writer !== "" && tags(page).includes(writer);

export const SOMEBODY_ELSE = "Somebody else is signed in in this browser now. Nothing is sent in their name.";
