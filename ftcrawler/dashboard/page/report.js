// The reader chooses a place and a domain; charts, tables, sentences and key figures follow.
// Nothing is computed here: the figures of each choice are in the page, packed by place.
// It needs a browser of 2023 (DecompressionStream); of an older one it says so.

const report = JSON.parse(document.getElementById("rapport").textContent);
const selects = {
  lieu: document.getElementById("lieu"),
  domaine: document.getElementById("domaine"),
};
const TOO_FEW = { manque: "Moins de 5 offres : les chiffres de ce choix ne sont pas montrés." };

const unpacked = new Map();

/**
 * Unpack the figures of a place: by domain, its `chiffres` and `pieces`.
 * @param {string} place
 * @returns {Promise<Object>} empty if the place has none
 */
function figuresOf(place) {
  if (!unpacked.has(place)) unpacked.set(place, unpack(place));
  return unpacked.get(place);
}

async function unpack(place) {
  const block = document.querySelector(`script[data-lieu="${CSS.escape(place)}"]`);
  if (!block) return {};
  const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** @returns {{lieu: string, domaine: string}} the choice in the address; what is unknown is all */
function chosen() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const known = (code, names) => (code !== null && Object.hasOwn(names, code) ? code : "");
  return {
    lieu: known(asked.get("lieu"), report.lieux),
    domaine: known(asked.get("domaine"), report.domaines),
  };
}

const TEXTS = new Set(["texte", "jour", "moment"]);

/** The rows of a table that is packed by columns, its texts by their places in `textes`. */
function rowsOf(columns, headings) {
  const unpackedColumns = columns.map((cells, at) =>
    TEXTS.has(headings[at].forme)
      ? cells.map((cell) => (typeof cell === "number" ? report.textes[cell] : cell))
      : cells,
  );
  return (columns[0] ?? []).map((_, row) => unpackedColumns.map((cells) => cells[row]));
}

/** One exhibit: its section of the page, and its view once it has been drawn. */
class Exhibit {
  constructor(name, { entetes, graphique, fixe, partout }) {
    this.headings = entetes;
    this.chart = graphique;
    this.fixed = fixe;
    this.everywhere = partout;
    this.section = document.getElementById(name);
    this.title = this.section.querySelector("h3").textContent;
    this.sentence = this.section.querySelector(".phrase");
    this.reason = this.section.querySelector(".manque");
    this.box = this.section.querySelector(".graphique");
    this.controls = this.section.querySelector(".mesures");
    this.folded = this.section.querySelector(".donnees");
    this.table = this.section.querySelector("table");
    sortable(this.table, () => fillTable(this.table, this.headings, this.rows));
  }

  /** Show a figure, or say why there is none. */
  async show(figure, place) {
    this.rows = rowsOf(figure.colonnes ?? [], this.headings);
    const nothing = this.rows.length === 0;
    this.sentence.textContent = figure.phrase ?? "";
    this.reason.textContent = figure.manque ?? "";
    this.sentence.hidden = figure.phrase === undefined;
    this.reason.hidden = figure.manque === undefined;
    for (const part of [this.box, this.controls, this.folded]) {
      if (part) part.hidden = nothing;
    }
    fillTable(this.table, this.headings, this.rows);
    if (this.chart && !nothing) await this.draw(place);
  }

  async draw(place) {
    const rows = this.rows.map((row) =>
      Object.fromEntries(row.map((value, at) => [this.headings[at].nom, value])),
    );
    this.box.setAttribute("aria-label", `${this.title}. ${this.sentence.textContent}`);
    const map = this.chart.signals.some(({ name }) => name === "choisis");
    const measure = map && this.view?.signal("mesure");
    // Drawn anew for each choice: with other rows in its place a view keeps the order of bars, and
    // the figures that a map has looked up. Meanwhile nothing below moves.
    if (this.view) this.box.style.minHeight = `${this.box.offsetHeight}px`;
    this.view?.finalize();
    this.controls.replaceChildren();
    this.view = await this.embed(rows);
    if (map) this.view.signal("choisis", report.lieux[place].departements);
    if (measure) this.view.signal("mesure", measure);
    await this.view.runAsync();
    // The box says it all in words; its marks would be read one by one.
    this.box.querySelector("svg").setAttribute("aria-hidden", "true");
    this.box.style.minHeight = "0";
    // What scrolls is reached by keyboard too.
    if (this.box.scrollHeight > this.box.clientHeight + 1) this.box.tabIndex = 0;
    else this.box.removeAttribute("tabindex");
  }

  async embed(rows) {
    const filled = (spec) => {
      spec.data.find(({ name }) => name === "lignes").values = rows;
      return spec;
    };
    const { view } = await vegaEmbed(this.box, this.chart, {
      mode: "vega",
      renderer: "svg",
      // Expressions are interpreted: the page lets no text become a program.
      ast: true,
      actions: false,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
      bind: this.controls,
      patch: filled,
      formatLocale: report.nombres,
      timeFormatLocale: report.dates,
    });
    return view;
  }
}

const exhibits = Object.entries(report.pieces).map(([name, piece]) => [
  name,
  new Exhibit(name, piece),
]);

/** Show the choice that is in the address. */
async function show() {
  document.body.dataset.pret = "non";
  const { lieu, domaine } = chosen();
  selects.lieu.value = lieu;
  selects.domaine.value = domaine;
  const everywhere = await figuresOf("");
  const here = (await figuresOf(lieu))[domaine] ?? {};
  showKeyFigures(here.chiffres ?? []);
  for (const [name, exhibit] of exhibits) {
    const from = exhibit.fixed ? everywhere[""] : exhibit.everywhere ? everywhere[domaine] : here;
    await exhibit.show(from?.pieces?.[name] ?? TOO_FEW, lieu);
  }
  announce(lieu, domaine, here.chiffres);
  document.body.dataset.pret = "oui";
}

function showKeyFigures(figures) {
  const model = document.getElementById("chiffre").content;
  document.querySelector(".chiffres").replaceChildren(
    ...figures.map(({ title, value, more }) => {
      const tile = model.cloneNode(true);
      tile.querySelector("dt").textContent = title;
      tile.querySelector(".valeur").textContent = value;
      tile.querySelector(".aussi").textContent = more;
      return tile;
    }),
  );
}

/** Say what is shown: screen readers tell it, and paper has it in place of the selects. */
function announce(place, domain, figures) {
  const [first] = figures ?? [];
  const told = first ? `${first.title}\u00a0: ${first.value}` : "moins de 5 offres";
  const names = [report.lieux[place].nom, report.domaines[domain]];
  document.getElementById("annonce").textContent = [...names, told].join(" · ");
}

// One after the other: a choice made while another is drawn is drawn after it.
const able = "DecompressionStream" in window && "vegaEmbed" in window;
document.getElementById("ancien").hidden = able;
let turn = able ? show() : Promise.resolve();
if (!able) document.body.dataset.pret = "jamais";
addEventListener("hashchange", () => {
  if (able) turn = turn.then(show);
});
for (const select of Object.values(selects)) {
  select.addEventListener("change", () => {
    location.hash = new URLSearchParams({
      lieu: selects.lieu.value,
      domaine: selects.domaine.value,
    });
  });
}
// The address holds the choice: going to an exhibit leaves it as it is.
for (const link of document.querySelectorAll('a[href^="#"]')) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const target = document.querySelector(link.hash);
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  });
}
