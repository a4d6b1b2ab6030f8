"use strict";
// The page is built from the data element. Texts of documents are set as text nodes and nowhere else.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { names, documents, entries } = data;
  const HEIGHT = 48;
  const SPARE = 8;
  const [ASPECT, COLUMN, STATE, EXPECTED, FOUND, MORE] = [0, 1, 2, 3, 4, 5];
  const STATES = ["equal", "differ", "missing", "extra"];
  const at = (id) => document.getElementById(id);
  const list = at("list");
  const space = at("space");
  const detail = at("detail");
  let shown = [];
  let chosen = -1;

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const found = (field) => (field[FOUND] === null ? field[EXPECTED] : field[FOUND]);
  const more = (field) => field[MORE] || {};
  const isWhole = (entry) => entry.state === "missing" || entry.state === "extra";

  // What differs in an entry: one kind for a whole row, else one for each field.
  function kinds(entry, column) {
    if (entry.state === "equal") return [];
    const fields = (entry.fields || []).filter((f) => !column || f[COLUMN] === column);
    if (isWhole(entry)) return column && !fields.length ? [] : [`${entry.what} ${entry.state}`];
    return fields.filter((f) => f[STATE] !== "equal").map((f) => `${f[ASPECT]} ${f[STATE]}`);
  }

  function tally(lists) {
    const counts = new Map();
    for (const items of lists) {
      for (const item of new Set(items)) counts.set(item, (counts.get(item) || 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  function options(id, choices) {
    at(id).replaceChildren(
      ...choices.map(([value, text]) => {
        const option = make("option", "", text);
        option.value = value;
        return option;
      }),
    );
  }

  function setUpFilters() {
    const columns = new Set();
    for (const entry of entries) for (const f of entry.fields || []) if (f[COLUMN]) columns.add(f[COLUMN]);
    const differing = entries.filter((entry) => entry.state !== "equal").length;
    const codes = tally(entries.map((entry) => (entry.problems || []).map((p) => p[0])));
    options("document", [["", "all"], ...documents.map((d, i) => [String(i), d.id])]);
    options("column", [["", "all"], ...[...columns].map((c) => [c, c])]);
    options("kind", [
      ["differences", `differences (${differing})`],
      ["all", `all rows (${entries.length})`],
      ...tally(entries.map((e) => kinds(e, ""))).map(([kind, n]) => [kind, `${kind} (${n})`]),
    ]);
    options("problem", [["", "any or none"], ...codes.map(([code, n]) => [code, `${code} (${n})`])]);
    at("kind").value = differing ? "differences" : "all";
  }

  function says(entry, words) {
    const texts = [entry.name || "", entry.id || ""];
    for (const f of entry.fields || []) texts.push(f[EXPECTED], f[FOUND] || "");
    return texts.some((text) => text.normalize("NFC").toLowerCase().includes(words));
  }

  function matches(entry, wanted) {
    if (wanted.document !== "" && entry.d !== Number(wanted.document)) return false;
    if (wanted.problem && !(entry.problems || []).some((p) => p[0] === wanted.problem)) return false;
    if (wanted.kind === "all") {
      if (wanted.column && !(entry.fields || []).some((f) => f[COLUMN] === wanted.column)) return false;
    } else {
      const here = kinds(entry, wanted.column);
      if (wanted.kind === "differences" ? !here.length : !here.includes(wanted.kind)) return false;
    }
    return !wanted.words || says(entry, wanted.words);
  }

  function filter() {
    const wanted = {
      document: at("document").value,
      column: at("column").value,
      kind: at("kind").value,
      problem: at("problem").value,
      words: at("search").value.normalize("NFC").toLowerCase().trim(),
    };
    const before = shown[chosen];
    shown = entries.filter((entry) => matches(entry, wanted));
    space.style.height = `${shown.length * HEIGHT}px`;
    choose(Math.max(0, shown.indexOf(before)));
  }

  function choose(position) {
    chosen = shown.length ? Math.min(Math.max(position, 0), shown.length - 1) : -1;
    if (chosen >= 0) {
      const top = chosen * HEIGHT;
      if (top < list.scrollTop) list.scrollTop = top;
      const bottom = top + HEIGHT - list.clientHeight;
      if (bottom > list.scrollTop) list.scrollTop = bottom;
    }
    at("count").textContent = shown.length ? `${chosen + 1} of ${shown.length}` : "none";
    drawList();
    drawDetail();
  }

  function where(entry) {
    const parts = [documents[entry.d].id];
    if (entry.t) parts.push(`table ${entry.t}`);
    if (entry.what === "row") parts.push(`row ${entry.n}`);
    if (entry.name && entry.what !== "table" && entry.what !== "document") parts.push(entry.name);
    return parts.join(" · ");
  }

  function chips(entry) {
    if (isWhole(entry)) return [make("span", `chip ${entry.state}`, `${entry.what} ${entry.state}`)];
    const wrong = (entry.fields || []).filter((f) => f[STATE] !== "equal");
    return wrong.map((f) => make("span", `chip ${f[STATE]}`, nameOf(f)));
  }

  const nameOf = (f) => {
    if (f[ASPECT] === "cell") return f[COLUMN];
    return f[COLUMN] ? `${f[ASPECT]} of ${f[COLUMN]}` : f[ASPECT];
  };

  function excerpt(entry) {
    const cells = (entry.fields || []).filter((f) => f[ASPECT] === "cell" || f[ASPECT] === "footnote-text");
    const first = cells.find((f) => found(f) || f[EXPECTED]);
    if (first) return found(first) || first[EXPECTED];
    const rest = (entry.fields || []).map((f) => found(f) || f[EXPECTED]);
    return [...rest, ...(entry.problems || []).map((p) => p[0])].join(", ");
  }

  function drawList() {
    const first = Math.max(0, Math.floor(list.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / HEIGHT) + SPARE);
    const rows = [];
    for (let i = first; i < last; i += 1) rows.push(listRow(i));
    if (!shown.length) rows.push(make("p", "nothing", entries.length ? "nothing matches" : "nothing compared"));
    space.replaceChildren(...rows);
    if (chosen >= 0) list.setAttribute("aria-activedescendant", `row-${chosen}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function listRow(i) {
    const entry = shown[i];
    const row = make(
      "div",
      `row ${entry.state}`,
      make("div", "where", `${where(entry)} `, ...chips(entry)),
      make("div", "", excerpt(entry)),
    );
    row.id = `row-${i}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(i === chosen));
    row.style.top = `${i * HEIGHT}px`;
    row.addEventListener("click", () => choose(i));
    return row;
  }

  function drawDetail() {
    detail.scrollTop = 0;
    if (chosen < 0) {
      detail.replaceChildren(make("p", "nothing", "No row chosen."));
      return;
    }
    const entry = shown[chosen];
    const fields = [...(entry.fields || [])];
    const column = at("column").value;
    const rank = (f) => (column && f[COLUMN] === column ? -2 : 0) + (f[STATE] === "equal" ? 1 : 0);
    fields.sort((a, b) => rank(a) - rank(b));
    detail.replaceChildren(
      make("h2", "", where(entry)),
      make("div", "where", facts(entry)),
      ...(isWhole(entry) ? chips(entry) : []),
      ...pictures(entry.pictures, entry.near ? "it should stand beside the rows marked" : ""),
      ...(entry.problems || []).map(problem),
      ...(entry.repairs || []).map(repair),
      ...fields.map((f) => card(entry, f)),
    );
  }

  function facts(entry) {
    const document_ = documents[entry.d];
    const parts = [document_.source, document_.dialect, entry.id];
    if (entry.kind === "group") parts.push("section heading");
    if (entry.parent) parts.push(`under row ${entry.parent}`);
    if (entry.group) parts.push(`in group of row ${entry.group}`);
    if (entry.t && document_.unchecked.includes(entry.t)) parts.push("unchecked fixture");
    return parts.filter(Boolean).join(" · ");
  }

  // The cell a reader looks at is lit in the picture of its row.
  function light(column) {
    for (const box of detail.querySelectorAll(".box[data-column]")) {
      box.classList.toggle("lit", box.dataset.column === column);
    }
  }

  function lighting(element, column) {
    element.tabIndex = 0;
    for (const event of ["mouseenter", "focusin"]) element.addEventListener(event, () => light(column));
    return element;
  }

  function card(entry, f) {
    const extra = more(f);
    const title = make("h3", "", `${nameOf(f)} `, make("span", `chip ${f[STATE]}`, f[STATE]));
    if (extra.why) title.append(` accepted: ${extra.why}`);
    if (extra.merged) title.append(" · merged cell, repeated here");
    if (extra.sure !== undefined) {
      const doubted = extra.sure < 0.9;
      title.append(make("span", doubted ? "chip differs" : "", ` read from a picture, confidence ${extra.sure.toFixed(2)}`));
    }
    const parts = [title];
    if (f[STATE] === "equal" && f[FOUND] === null) parts.push(side("both", text(f[EXPECTED], [], 0, "")));
    else parts.push(...bothSides(entry, f));
    if (extra.raw) parts.push(side("raw", text(extra.raw, [], 0, "", "raw")));
    parts.push(...(extra.repairs || []).map(repair));
    if (extra.places) parts.push(side("place", text(extra.places.map(place).join("; "), [], 0, "")));
    parts.push(...pictures(extra.pictures, ""));
    const pictured = (entry.pictures || []).some((picture) => picture.names);
    const column = f[ASPECT] === "label" ? "stt" : f[COLUMN];
    const element = make("div", "card", ...parts);
    return pictured ? lighting(element, column) : element;
  }

  function bothSides(entry, f) {
    let marks = more(f).spans || [];
    if (f[STATE] === "missing" || f[STATE] === "extra") {
      marks = [[0, f[EXPECTED].length, 0, found(f).length]];
    }
    const left = () => side(names.left, text(f[EXPECTED], marks, 0, "lost"));
    const right = () => side(names.right, text(found(f), marks, 2, "added"));
    if (entry.state === "missing") return [left()];
    return entry.state === "extra" ? [right()] : [left(), right()];
  }

  const side = (name, content) => make("div", "side", make("span", "", name), content);

  // Offsets count code points, as Python does, not the units of a JavaScript string.
  function text(content, marks, offset, markClass, className) {
    if (!content) return make("div", "text blank", "blank");
    const element = make("div", `text ${className || ""}`);
    const characters = Array.from(content);
    let end = 0;
    for (const mark of marks) {
      if (mark[offset] === mark[offset + 1]) continue;
      element.append(characters.slice(end, mark[offset]).join(""));
      element.append(make("mark", markClass, characters.slice(mark[offset], mark[offset + 1]).join("")));
      end = mark[offset + 1];
    }
    element.append(characters.slice(end).join(""));
    return element;
  }

  function place(p) {
    if (p.length > 2) return `page ${p[0]}, box ${p.slice(1).join(" ")}`;
    const parts = [p[0] ? `page ${p[0]}` : "", p[1] ? `line ${p[1]}` : ""];
    return parts.filter(Boolean).join(", ");
  }

  function repair([rule, before, after, reason]) {
    const content = make("div", "text", `${rule}: `, make("mark", "lost", before), " → ", make("mark", "added", after));
    if (reason) content.append(` (${reason})`);
    return side("repair", content);
  }

  function problem([code, severity, column, message, evidence]) {
    const element = make("div", "problem", make("b", "", code), ` ${severity}`, column ? ` · ${column}` : "", ` · ${message}`);
    if (evidence) element.append(make("div", "text raw", evidence));
    return element;
  }

  function pictures(items, caption) {
    return (items || []).map((picture) => {
      const image = make("img", "");
      image.alt = `page ${picture.page}`;
      image.src = picture.uri;
      const page = make("div", "page", image);
      for (const [i, [x0, y0, x1, y1]] of picture.boxes.entries()) {
        const box = make("div", "box");
        if (picture.names) box.dataset.column = picture.names[i];
        box.style.left = `${x0 * 100}%`;
        box.style.top = `${y0 * 100}%`;
        box.style.width = `${(x1 - x0) * 100}%`;
        box.style.height = `${(y1 - y0) * 100}%`;
        page.append(box);
      }
      const note = caption ? `page ${picture.page}, ${caption}` : `page ${picture.page}`;
      return make("figure", "", page, make("figcaption", "", note));
    });
  }

  const total = (counts) => counts.reduce((sum, n) => sum + n, 0);

  function percent(counts) {
    const all = total(counts);
    return all ? `${(Math.floor((counts[0] / all) * 10000) / 100).toFixed(2)} %` : "–";
  }

  function countsRow(name, counts, rest) {
    const cells = counts.map((n, i) => make("td", i && n ? "wrong" : "", String(n)));
    return make("tr", "", make("td", "", name), ...cells, make("td", "", percent(counts)), ...rest);
  }

  function figureTable(document_) {
    const head = make("tr", "", ...[document_.id, ...STATES, "accuracy"].map((h) => make("th", "", h)));
    const rows = Object.entries(document_.columns).map(([name, counts]) => countsRow(name, counts, []));
    return make("table", "", head, ...rows);
  }

  function setUpSummary() {
    const heads = ["document", ...STATES, "accuracy", "character errors", "grid similarity", "form", "footnotes"];
    const unread = documents.filter((d) => d.unchecked.length);
    const rest = (figures, errors, grid) => [
      make("td", "", total(figures.cells) ? `${(Math.ceil(errors * 10000) / 100).toFixed(2)} %` : "–"),
      make("td", "", total(figures.cells) ? `${(Math.floor(grid * 10000) / 100).toFixed(2)} %` : "–"),
      make("td", "", `${figures.form[0]}/${total(figures.form)}`),
      make("td", "", `${figures.notes[0]}/${total(figures.notes)}`),
    ];
    const rows = documents.map((d) => countsRow(d.id, d.figures.cells, rest(d.figures, d.errorRate, d.grid)));
    const apart = unread.map((d) =>
      countsRow(`${d.id}, unchecked tables`, d.unread.cells, rest(d.unread, d.unreadErrorRate, d.unreadGrid)),
    );
    const added = (all) => STATES.map((_, i) => total(all.map((counts) => counts[i])));
    const sum = added(documents.map((d) => d.figures.cells));
    const wrong = sum[1] + sum[2] + sum[3];
    const apartSum = added(unread.map((d) => d.unread.cells));
    at("title").textContent = names.title;
    at("verdict").textContent =
      `${documents.length} ${documents.length === 1 ? "document" : "documents"}, ${sum[0]} cells equal, ${wrong} not (${percent(sum)})` +
      (unread.length
        ? `; unchecked fixtures apart: ${apartSum[0]} equal, ${total(apartSum) - apartSum[0]} not (${percent(apartSum)})`
        : "") +
      (data.refused ? `; ${data.refused} pictures left out: ask for fewer tables` : "");
    at("figures").append(
      make("table", "", make("tr", "", ...heads.map((h) => make("th", "", h))), ...rows, ...apart),
      ...documents.map(figureTable),
    );
  }

  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
    if (typing) {
      if (event.key === "Escape" || (event.key === "Enter" && event.target.id === "search")) event.target.blur();
      return;
    }
    const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    if (event.key in steps) choose(chosen + steps[event.key]);
    else if (event.key === "Home") choose(0);
    else if (event.key === "End") choose(shown.length - 1);
    else if (event.key === "/") at("search").focus();
    else return;
    event.preventDefault();
  }

  setUpSummary();
  setUpFilters();
  at("filters").addEventListener("input", filter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("next").addEventListener("click", () => choose(chosen + 1));
  at("previous").addEventListener("click", () => choose(chosen - 1));
  list.addEventListener("scroll", () => requestAnimationFrame(drawList));
  window.addEventListener("resize", drawList);
  document.addEventListener("keydown", onKey);
  filter();
  document.documentElement.dataset.ready = "true";
})();
