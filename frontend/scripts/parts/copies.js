// A button beside an address that copies it. Without scripts the address is selected and copied as any text is.
export function copies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    if (field === null) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copied(field);
      button.nextElementSibling.textContent = done ? "Copied" : "Selected: copy it as you copy any text";
    });
  }
}

async function copied(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // not on a secure page, or not allowed
  }
}
