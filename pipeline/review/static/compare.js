"use strict";
// Row by row under its print: above each row of the table stands the strip of the page (or the lines of the text)
// it was read from, in columns of the same widths. A strip reaches to the next row, so that what no cell holds shows.
window.annexCompare = (() => {
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const EDGE = 5, LAST = 20;  // points around the print of a table, and below its last row
  const LARGE = 1.9, NARROW = 860;  // pixels for each point of the print, at most, and for a table at least
  const INK = 200;  // what is darker is print

  const boxOf = (cell) => document.getElementById("b-" + cell.id.slice(2));
  const bounds = (boxes) => ({
    left: Math.min(...boxes.map((b) => b.x.baseVal.value)),
    right: Math.max(...boxes.map((b) => b.x.baseVal.value + b.width.baseVal.value)),
    top: Math.min(...boxes.map((b) => b.y.baseVal.value)),
    bottom: Math.max(...boxes.map((b) => b.y.baseVal.value + b.height.baseVal.value)),
  });

  function placed(table) {
    return $$("tr[data-row]", table)
      .map((row) => ({ row, boxes: $$("td[data-column]", row).map(boxOf).filter(Boolean) }))
      .filter(({ boxes }) => boxes.length)
      .map(({ row, boxes }) => ({ row, ...bounds(boxes) }));
  }

  function strip(row, content) {
    const line = document.createElement("tr");
    line.className = "strip";
    line.setAttribute("aria-hidden", "true");  // what it prints is the row's own text
    const cell = document.createElement("td");
    cell.colSpan = row.children.length;
    cell.append(content);
    line.append(cell);
    row.before(line);
  }

  function widths(table, left, right) {
    const first = table.querySelector("tr[data-row]");  // the header may have several levels
    const starts = $$("td[data-column]", first).map((one) => {
      const boxes = $$(`td[data-column="${CSS.escape(one.dataset.column)}"]`, table).map(boxOf).filter(Boolean);
      const lefts = boxes.map((box) => box.x.baseVal.value).sort((a, b) => a - b);
      return lefts.length ? lefts[lefts.length >> 1] - EDGE / 2 : null;
    });
    if (starts.some((x, i) => x === null || (i && x <= starts[i - 1]))) return;
    const ends = [...starts.slice(1), right];
    const group = document.createElement("colgroup");
    for (const [i, x] of [left, ...starts.slice(1)].entries()) {
      const col = document.createElement("col");
      col.style.width = `${100 * (ends[i] - x) / (right - left)}%`;
      group.append(col);
    }
    table.querySelector("caption").after(group);
    table.classList.add("aligned");
  }

  // the upper and lower end of what a stretch of a picture prints, in points
  function printed(image, scale, from, to) {
    const canvas = document.createElement("canvas");
    const height = Math.max(1, Math.round(to - from));
    canvas.width = 200;
    canvas.height = height;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, from * scale, image.naturalWidth, height * scale, 0, 0, 200, height);
    const { data } = context.getImageData(0, 0, 200, height);
    const dark = [];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < 200; x += 1) if (data[4 * (200 * y + x)] < INK) { dark.push(y); break; }
    }
    return dark.length ? [from + dark[0] - EDGE, from + dark[dark.length - 1] + EDGE] : [to, from];
  }

  function pictured(table, image, scale) {
    const rows = placed(table);
    if (!rows.length) return;
    const left = Math.min(...rows.map((r) => r.left)) - EDGE, right = Math.max(...rows.map((r) => r.right)) + EDGE;
    widths(table, left, right);
    table.style.maxWidth = `${Math.max(NARROW, (right - left) * LARGE)}px`;
    const top = Math.min(...rows.map((r) => r.top)), bottom = Math.max(...rows.map((r) => r.bottom));
    const [highest] = printed(image, scale, 0, top);
    const [, lowest] = printed(image, scale, bottom, image.naturalHeight / scale);
    const order = [...rows].sort((a, b) => a.top - b.top);
    // where the table goes on from the page before, or on the next, all that stands there shows
    let from = table.dataset.begins ? order[0].top - EDGE : Math.min(highest, order[0].top - EDGE);
    const end = (one) => (table.dataset.ends ? one.bottom + LAST : Math.max(lowest, one.bottom + EDGE));
    for (const [i, one] of order.entries()) {
      from = Math.min(from, one.top - 1);
      const below = i + 1 < order.length ? order[i + 1].top - 1 : end(one);
      const to = Math.max(below, one.bottom);  // rows that overlap show the same print
      const canvas = document.createElement("canvas");
      canvas.width = Math.round((right - left) * scale);
      canvas.height = Math.max(1, Math.round((to - from) * scale));
      canvas.getContext("2d").drawImage(image, left * scale, from * scale, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
      canvas.setAttribute("aria-hidden", "true");
      strip(one.row, canvas);
      from = to;
    }
  }

  function lined(table) {
    const lines = $$(".lines li").map((li) => [li, new Set((li.dataset.cells || "").trim().split(" "))]);
    let done = -1;  // what no cell holds stands above the row that it is printed before
    for (const row of $$("tr[data-row]", table)) {
      const ids = [...row.children].map((cell) => cell.id);
      const at = lines.flatMap(([, cells], i) => (ids.some((id) => cells.has(id)) ? [i] : []));
      if (!at.length) continue;
      const skipped = done < 0 ? [] : lines.slice(done + 1, at[0]).filter(([li]) => !li.dataset.cells);
      const own = [...skipped, ...at.map((i) => lines[i])].map(([li]) => li);
      done = Math.max(done, at[at.length - 1]);
      const told = document.createElement("div");
      told.className = "told";
      told.setAttribute("aria-hidden", "true");
      for (const li of own) {
        const line = document.createElement("p");
        line.classList.toggle("free", !li.dataset.cells);
        line.textContent = [...li.children].map((span) => span.textContent).join(" │ ");
        told.append(line);
      }
      strip(row, told);
    }
  }

  async function on() {
    const image = document.querySelector(".paper img");
    if (image) await image.decode().catch(() => {});
    const view = document.querySelector(".paper svg")?.viewBox.baseVal;
    for (const table of $$(".tables table")) {
      if (image && image.naturalWidth) pictured(table, image, image.naturalWidth / view.width);
      else if (!image) lined(table);
    }
  }

  function off() {
    for (const old of $$("tr.strip, table.aligned colgroup")) old.remove();
    for (const table of $$("table.aligned")) { table.classList.remove("aligned"); table.style.maxWidth = ""; }
  }

  return {
    async set(wanted) {
      off();
      document.body.classList.toggle("comparing", wanted);
      for (const button of $$("[data-compare]")) button.setAttribute("aria-pressed", String(wanted));
      if (wanted) await on();
    },
  };
})();
