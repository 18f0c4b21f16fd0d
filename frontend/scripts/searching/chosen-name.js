// A name that was chosen from a list: it is written where it was typed, and whom it means goes along in a field of this
// name, as long as nobody types another.

/** What is called with whom somebody chose. */
export function chosenName(input, field) {
  const goesAlong = document.createElement("input");
  goesAlong.type = "hidden";
  goesAlong.name = field;
  input.addEventListener("input", () => goesAlong.remove());
  return ({ id, name }) => {
    input.value = name;
    goesAlong.value = id;
    input.after(goesAlong);
  };
}
