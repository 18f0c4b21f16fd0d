/** Where a page says how far its form is saved: in the form, or above it. */
export const statusOf = (form) =>
  form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
