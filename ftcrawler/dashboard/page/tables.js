// Tables: cells as French writes them, and columns that sort.

const whole = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 1 });
const euros = new Intl.NumberFormat("fr-FR", {
  style: "currency",
  currency: "EUR",
  maximumFractionDigits: 0,
});
const days = new Intl.NumberFormat("fr-FR", { style: "unit", unit: "day", unitDisplay: "long" });
// Days are days of Paris already; moments are UTC, and read in Paris.
const day = new Intl.DateTimeFormat("fr-FR", { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "Europe/Paris",
});
const collator = new Intl.Collator("fr", { numeric: true });

/** How a cell is written, by the form of its column; texts stay as they are. */
const WRITTEN = {
  nombre: (value) => whole.format(value),
  part: (value) => share.format(value),
  euros: (value) => euros.format(value),
  jours: (value) => days.format(value),
  jour: (value) => day.format(new Date(value)),
  moment: (value) => moment.format(new Date(value)),
};
const FIGURES = new Set(["nombre", "part", "euros", "jours"]);
const DATES = new Set(["jour", "moment"]);

/**
 * @param {string|number|boolean|null} value
 * @param {string} form
 * @returns {string} what people read
 */
function written(value, form) {
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? "oui" : "non";
  return WRITTEN[form]?.(value) ?? String(value);
}

/**
 * Fill a table, in the order that its reader last asked for.
 * @param {HTMLTableElement} table
 * @param {{forme: string}[]} headings
 * @param {Array[]} rows
 */
function fillTable(table, headings, rows) {
  const sorted = table.tHead.querySelector("[aria-sort]");
  const lines = sorted
    ? inOrder(rows, sorted.cellIndex, sorted.getAttribute("aria-sort"))
    : rows;
  table.tBodies[0].replaceChildren(
    ...lines.map((row) => {
      const line = document.createElement("tr");
      row.forEach((value, at) => {
        const cell = document.createElement(at ? "td" : "th");
        if (!at) cell.scope = "row";
        cell.classList.toggle("chiffre", FIGURES.has(headings[at].forme));
        cell.classList.toggle("date", DATES.has(headings[at].forme));
        cell.textContent = written(value, headings[at].forme);
        line.append(cell);
      });
      return line;
    }),
  );
}

/** Rows by one column; what is unknown comes last, whichever the direction. */
function inOrder(rows, column, direction) {
  const sign = direction === "descending" ? -1 : 1;
  return [...rows].sort(({ [column]: a }, { [column]: b }) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "string" ? collator.compare(a, b) : a - b);
  });
}

/**
 * Have the buttons in a table's head sort it: up, then down.
 * @param {HTMLTableElement} table
 * @param {() => void} refill
 */
function sortable(table, refill) {
  for (const head of table.tHead.querySelectorAll("th")) {
    head.querySelector("button").addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "descending" : "ascending");
      refill();
    });
  }
}
