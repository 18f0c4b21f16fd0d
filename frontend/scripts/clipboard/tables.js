// Tables of figures stay tables, their first row being the head. What only lays out a page is text.

export function tables(body) {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const rows = [...table.rows];
    const cells = Math.max(0, ...rows.map((row) => row.cells.length));
    if (rows.length < 2 || cells < 2 || table.querySelector("table")) layout(table, rows);
    else data(table, rows);
  }
}

function layout(table, rows) {
  const page = table.ownerDocument;
  const lines = rows.map((row) => {
    const line = page.createElement("div");
    for (const cell of row.cells) line.append(...cell.childNodes, " ");
    return line;
  });
  table.replaceWith(...lines);
}

function data(table, rows) {
  const page = table.ownerDocument;
  for (const gone of table.querySelectorAll("colgroup, caption")) gone.remove();
  for (const cell of table.querySelectorAll("td, th")) {
    for (const block of cell.querySelectorAll("p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, br")) {
      block.replaceWith(...block.childNodes, " ");
    }
  }
  for (const cell of [...rows[0].cells]) {
    const head = page.createElement("th");
    head.append(...cell.childNodes);
    if (cell.colSpan > 1) head.colSpan = cell.colSpan;
    cell.replaceWith(head);
  }
  for (const mark of rows[0].querySelectorAll("b, strong")) mark.replaceWith(...mark.childNodes);
}
