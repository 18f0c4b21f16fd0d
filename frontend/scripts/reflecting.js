// Writing along the questions of a cycle, and answering move by move. Both work without: with buttons that save a draft
// and come back.
//
//   <div data-cycle="gibbs" data-cycle-intro="Six questions, …">   the questions of a cycle; those chosen are shown
//   <span data-cycle-says>                                         says how many there are
//   <section data-written><dl data-written-list>                   what was written along others, above them
//   <div data-moves><fieldset data-move>…                          the moves of an answer
//   <button name="more">                                           adds one
//   <div data-prompt="what"> in [data-reading]                     the text beside it: words selected there can be quoted

function cycles() {
  const choice = document.querySelector("select[name=cycle]");
  const groups = document.querySelectorAll("[data-cycle]");
  const says = document.querySelector("[data-cycle-says]");
  const show = () => {
    for (const group of groups) {
      group.hidden = group.dataset.cycle !== choice.value;
      if (!group.hidden && says) says.textContent = group.dataset.cycleIntro;
    }
    writtenBefore(groups);
  };
  if (choice && groups.length) {
    // Hidden, and disabled: else Enter in the title would press it.
    for (const use of choice.form.querySelectorAll("button[name=use]")) use.disabled = true;
    choice.addEventListener("change", show);
    show(); // the browser may have kept another choice than the server sent
  }
}

// The same as the macro `questions` in reflections/_fields.html makes.
function writtenBefore(groups) {
  const block = document.querySelector("[data-written]");
  if (!block) return;
  const rows = [...groups]
    .filter((group) => group.hidden)
    .flatMap((group) => [...group.querySelectorAll("textarea")])
    .filter((area) => area.value.trim())
    .flatMap((area) => [element("dt", area.labels[0].textContent.trim()), element("dd", area.value, "lp-as-typed")]);
  block.querySelector("[data-written-list]").replaceChildren(...rows);
  block.hidden = rows.length === 0;
}

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function moves() {
  const list = document.querySelector("[data-moves]");
  const more = document.querySelector("button[name=more]");
  if (!list) return;
  for (const move of list.querySelectorAll("[data-move]")) {
    quoting(move);
    takingAway(move);
  }
  more?.addEventListener("click", (event) => {
    event.preventDefault();
    const there = list.querySelectorAll("[data-move]");
    const added = another(there[there.length - 1], there.length);
    list.append(added);
    quoting(added);
    takingAway(added);
    added.querySelector("select, textarea").focus();
    if (there.length + 1 >= Number(list.dataset.most)) more.hidden = true;
  });
}

// A move that was added goes, and comes back with its words as long as the page is there. The first stays.
function takingAway(move) {
  const number = [...move.parentElement.querySelectorAll("[data-move]")].indexOf(move) + 1;
  if (number === 1) return;
  let button = move.querySelector("button[name=without]");
  if (!button) {
    const line = element("p", "", "lp-answering__away");
    button = element("button", "Take this move away", "govuk-button govuk-button--secondary lp-button--small");
    line.append(button);
    move.append(line);
  }
  button.type = "button";
  button.removeAttribute("name");
  const back = element("p", "", "lp-answering__gone");
  const again = element("button", "Put it back", "govuk-button govuk-button--secondary lp-button--small");
  again.type = "button";
  back.append(`Move ${number} is taken away. `, again);
  back.hidden = true;
  move.after(back);
  const show = (there) => {
    move.hidden = move.disabled = !there;
    back.hidden = there;
    (there ? button : again).focus();
    move.form.dispatchEvent(new Event("input"));
  };
  button.addEventListener("click", () => show(false));
  again.addEventListener("click", () => show(true));
}

// An empty copy of the last move, under the next number.
function another(last, number) {
  const move = last.cloneNode(true);
  const renumbered = (text) => text.replace(/moves-\d+-/g, `moves-${number}-`);
  move.id = `move-${number + 1}`;
  move.querySelector("legend").textContent = `Move ${number + 1}`;
  for (const gone of move.querySelectorAll(".govuk-error-message, [data-quote], .lp-answering__away")) gone.remove();
  move.hidden = move.disabled = false;
  for (const part of move.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, renumbered(part.getAttribute(name)));
    }
    for (const kind of ["form-group", "input", "textarea", "select"]) part.classList.remove(`govuk-${kind}--error`);
    if (part.matches("input, textarea")) part.value = "";
    if (part.matches("select")) part.selectedIndex = 0;
  }
  return move;
}

// A button that takes over the words that are selected in the text beside it, and the question they stand under.
let selected = null;

function quoting(move) {
  const passage = move.querySelector("input[name$=-passage]");
  if (!passage || !document.querySelector("[data-reading]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.quote = "";
  button.className = "govuk-button govuk-button--secondary lp-button--small lp-answering__quote";
  button.textContent = "Use the words I selected";
  button.addEventListener("click", () => {
    if (!selected) {
      button.textContent = "Select some words in the text first";
      return;
    }
    button.textContent = "Use the words I selected";
    passage.value = selected.words;
    const prompt = move.querySelector("select[name$=-prompt]");
    if (prompt && selected.prompt !== null) prompt.value = selected.prompt;
    passage.dispatchEvent(new Event("input", { bubbles: true }));
  });
  passage.after(button);
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const start = selection.anchorNode?.parentElement;
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (words && start?.closest("[data-reading]")) {
    selected = { words: words.slice(0, 500), prompt: start.closest("[data-prompt]")?.dataset.prompt ?? null };
  }
});

cycles();
moves();
