"use strict";
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const words = JSON.parse(document.body.dataset.words);
  const sign = $('meta[name="annex-sign"]').content;
  const toast = $(".toast");
  const heard = $("[data-heard]");
  const dialogs = window.annexDialogs(words);
  let silence = 0;

  // for who listens: the region is always there, so that what comes into it is read out
  let told = { at: 0, text: "" };
  function tell(text) {
    const now = performance.now();  // what comes at once is read out together
    told = { at: now, text: now - told.at < 1500 && told.text !== text ? `${told.text}. ${text}` : text };
    heard.textContent = "";
    setTimeout(() => { heard.textContent = told.text; }, 30);
  }

  function say(text, bad = false) {
    if (!text) return;
    toast.textContent = text;
    tell(text);
    toast.classList.toggle("bad", bad);
    toast.hidden = false;
    clearTimeout(silence);
    silence = setTimeout(() => { toast.hidden = true; }, bad ? 7000 : 2200);
  }

  async function ask(path, body) {
    const options = body === undefined ? {} : {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Annex": sign },
      body: JSON.stringify(body),
    };
    let answer;
    try {
      answer = await fetch(path, options);
    } catch {
      say(words["js.lost"], true);
      return null;
    }
    const told = await answer.json().catch(() => ({ error: answer.statusText }));
    if (!answer.ok) {
      say(told.error || answer.statusText, true);
      return null;
    }
    return told;
  }

  // --- on every page -------------------------------------------------------------------------

  for (const select of $$("[data-submit]")) select.addEventListener("change", () => select.form.submit());
  for (const select of $$("[data-go]")) select.addEventListener("change", () => { location.href = select.value; });
  const help = $("dialog.help");
  $("[data-help]").addEventListener("click", () => help.showModal());
  $("[data-settings]").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await ask("/settings", Object.fromEntries(new FormData(event.target)))) location.reload();
  });

  const run = $("dialog.run");
  $("[data-rerun]").addEventListener("click", openRun);
  $("[data-run-start]").addEventListener("click", async () => {
    const told = await ask("/rerun", {});
    if (told) { $("[data-run-said]").textContent = told.said; watch(); }
  });

  async function openRun() {
    run.showModal();
    showRun(await ask("/rerun"));
  }

  function showRun(told) {
    if (!told) return;
    $("[data-run-said]").textContent = told.said;
    $("[data-run-command]").textContent = told.command;
    const lines = $("[data-run-lines]");
    lines.textContent = told.lines.join("\n");
    lines.hidden = !told.lines.length;
    $("[data-run-start]").disabled = told.running || !told.waiting;
    setWaiting(told.waiting);
  }

  async function watch() {
    const told = await ask("/rerun");
    showRun(told);
    if (told && told.running) setTimeout(watch, 400);
    else if (told && told.code !== null && told.code <= 1) location.reload();
  }

  function setWaiting(n) {
    if (n === undefined) return;
    $("[data-waiting]").textContent = n;
    $("[data-rerun]").classList.toggle("waits", n > 0);
  }

  for (const form of $$("[data-save]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { save, ...more } = form.dataset;
      done(await ask(save, { ...more, ...Object.fromEntries(new FormData(form)) }));
    });
  }
  for (const button of $$("[data-take-back]")) {
    button.addEventListener("click", async () => {
      done(await ask("/take-back", { file: button.dataset.file, entry: button.dataset.takeBack }));
    });
  }

  function done(told) {
    if (!told) return;
    sessionStorage.setItem("annex-said", told.said);
    location.reload();
  }

  // --- the queue -----------------------------------------------------------------------------

  const items = $$("[data-items] a");
  if (items.length) {
    const keys = $$("[data-items] li").map((li) => [li.dataset.item, $("a", li).getAttribute("href")]);
    sessionStorage.setItem("annex-queue", JSON.stringify(keys));
    sessionStorage.setItem("annex-queue-path", location.pathname + location.search);
  }

  function moveInQueue(by) {
    const at = items.indexOf(document.activeElement);
    const next = items[Math.max(0, Math.min(items.length - 1, at + by))];
    if (next) next.focus();
  }

  async function putOff() {
    const key = current || pair ? $("#main").dataset.item : document.activeElement.closest?.("[data-item]")?.dataset.item;
    if (!key) return;
    const told = await ask("/later", { item: key, take_back: location.search.includes("later=1") });
    if (!told) return;
    say(told.said);
    if (current || pair) nextItem();
    else location.reload();
  }

  function nextItem() {
    const keys = JSON.parse(sessionStorage.getItem("annex-queue") || "[]");
    const at = keys.findIndex(([key]) => key === $("#main").dataset.item);
    if (at >= 0 && at + 1 < keys.length) location.href = keys[at + 1][1];
    else location.href = sessionStorage.getItem("annex-queue-path") || "/";
  }

  // --- a page beside its table -----------------------------------------------------------------

  let current = null;
  let asked = 0;
  const main = $("#main");
  const onSheet = document.body.classList.contains("sheet");
  const detail = $("[data-detail]");

  function cells() { return $$("td[data-column]"); }

  function light(cell, scroll = true) {
    for (const lit of $$(".lit")) lit.classList.remove("lit");
    if (current) current.tabIndex = -1;
    current = cell;
    if (!cell) return;
    if (cell.hidden) for (const one of cell.parentElement.children) { one.hidden = false; one.colSpan = 1; }
    cell.tabIndex = 0;  // Tab comes back to it
    cell.classList.add("lit");
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = document.getElementById("b-" + cell.id.slice(2));
    const pieces = $$(".lines [data-cell]").filter((span) => span.dataset.cell === cell.id);
    const lines = $$("[data-cells]").filter((li) => li.dataset.cells.split(" ").includes(cell.id));
    const marks = box ? [box] : pieces.length ? pieces : lines;
    const words = $$("rect.word").filter((word) => word.dataset.cell === cell.id);
    for (const mark of [...marks, ...words]) mark.classList.add("lit");
    if (marks[0] && scroll) marks[0].scrollIntoView({ block: "center", inline: box ? "center" : "nearest" });
    shown = show(cell);
  }

  let shown = null;
  async function show(cell) {
    const number = ++asked;
    const query = new URLSearchParams({ row: cell.parentElement.dataset.row, column: cell.dataset.column });
    const answer = await fetch("/cell?" + query).catch(() => null);
    if (!answer || !answer.ok || number !== asked) return;
    const html = await answer.text();
    if (number !== asked) return;
    detail.innerHTML = html;  // written by the app's own templates, all values escaped
    for (const button of $$("[data-act]", detail)) button.addEventListener("click", () => act(button.dataset.act));
    for (const part of $$(".facts, .doubts", detail)) if (part.scrollHeight > part.clientHeight) part.tabIndex = 0;
    const doubts = $$(".problem > b", detail).map((b) => b.textContent);
    if (doubts.length) tell(doubts.join("; "));
    for (const button of $$("[data-take]", detail)) button.addEventListener("click", () => decide("edit", { text: button.dataset.take }));
  }

  function step(rows, columns) {
    if (!current) return light(cells()[0]);
    const row = current.parentElement;
    const at = [...row.children].indexOf(current);
    if (columns) {
      const all = cells();
      return light(all[Math.max(0, Math.min(all.length - 1, all.indexOf(current) + columns))]);
    }
    const all = $$("tr[data-row]");
    const next = all[all.indexOf(row) + rows];
    if (next) light(next.children[Math.min(at, next.children.length - 1)]);
  }

  function toDoubt(by) {
    const wrong = cells().filter((c) => c === current || ["doubt", "error", "unsure", "disputed"].some((s) => c.classList.contains(s)));
    const at = wrong.indexOf(current);
    const next = at < 0 ? wrong[by > 0 ? 0 : wrong.length - 1] : wrong[at + by];
    if (next) light(next);
    else if ($("#main").dataset.item) nextItem();
    else turn(by);
  }

  function turn(by) {
    const link = $(`.pages [rel=${by > 0 ? "next" : "prev"}]`);
    if (link) location.href = link.href;
  }

  async function decide(name, more = {}, cell = current) {
    const row = cell.parentElement;
    const told = await ask("/decide", { act: name, row: row.dataset.row, column: cell.dataset.column, mark: row.dataset.mark, page: Number(main.dataset.page), ...more });
    if (!told) return show(cell);
    if (told.go) {  // there are other rows now
      sessionStorage.setItem("annex-said", told.said);
      location.replace(told.go);
      return true;
    }
    put(told.rows, cell);
    setWaiting(told.waiting);
    say(told.said);
    return true;
  }

  function put(rows, cell) {
    const id = cell.id;
    for (const [name, html] of Object.entries(rows)) {
      const old = document.getElementById("r-" + name);
      if (!old) continue;
      const holder = document.createElement("tbody");
      holder.innerHTML = html;  // as above
      const row = $("tr", holder);
      for (const word of ["above", "below"]) row.classList.toggle(word, old.classList.contains(word));
      while (old.nextElementSibling?.classList.contains("gone")) old.nextElementSibling.remove();
      old.replaceWith(...holder.children);
    }
    light(document.getElementById(id) || null, false);
  }

  async function act(name) {
    if (!current) return;
    const asks = { edit, part, parent: chooseParent, add: addRow, marks: setMarks, divide };
    if (name in asks) return $(`[data-act=${name}]`, detail)?.disabled === false && asks[name]();
    if (await decide(name) && name === "accept") toDoubtIfAny();
  }

  async function acceptRow() {
    if (!current) return;
    const at = $$("tr[data-row]").indexOf(current.parentElement);
    if (!await decide("accept-row")) return;
    const next = $$("tr[data-row]")[at + 1];
    if (next) light(next.children[[...current.parentElement.children].indexOf(current)] || next.children[0]);
  }

  function toDoubtIfAny() {
    const all = cells();
    const rest = all.slice(all.indexOf(current) + 1);
    const next = rest.find((c) => c.classList.contains("doubt"));
    if (next) light(next);
  }

  // a word that is pressed twice is ready to be overwritten
  async function editWord(cell, word) {
    if (cell !== current) light(cell);
    await shown;
    const field = edit();
    const at = field ? field.value.indexOf(word) : -1;
    if (word && at >= 0 && field.value.indexOf(word, at + 1) < 0) field.setSelectionRange(at, at + word.length);
  }

  function edit() {
    const acts = $(".acts", detail);
    if (!acts || acts.querySelector("[data-act=edit]").disabled) return null;
    const printed = acts.dataset.printed;
    let cell = current;
    if (printed !== cell.parentElement.dataset.row) {  // a merged cell is corrected where it is printed
      const row = $$("tr[data-row]").find((r) => r.dataset.row === printed);
      cell = row ? $(`td[data-column="${cell.dataset.column}"]`, row) : cell;
    }
    const before = acts.dataset.text;
    const text = $(".text", detail);
    const field = document.createElement("textarea");
    const hint = document.createElement("small");
    field.value = before;
    field.setAttribute("aria-label", $("h2", detail).textContent);
    hint.textContent = words["js.keep"];
    text.replaceChildren(field, hint);
    const grow = () => { field.style.height = "0"; field.style.height = `${field.scrollHeight + 4}px`; };
    field.addEventListener("input", grow);
    grow();
    field.focus();
    const leave = () => light(cell, false);
    field.addEventListener("keydown", async (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { event.preventDefault(); leave(); }
      if (event.key === "Enter" && !event.isComposing && !event.shiftKey) {
        event.preventDefault();
        if (!await decide("edit", { text: field.value }, cell)) field.focus();
      }
    });
    return field;
  }

  const facts = () => $(".acts", detail).dataset;

  async function part() {
    const chars = await dialogs.part(JSON.parse(facts().parts), current.dataset.column);
    if (chars) decide("part", { chars });
    else light(current, false);
  }

  // the words that the page prints where the row is missing are there to begin with
  async function addRow() {
    const row = await dialogs.add(JSON.parse(facts().columns), async (above) => {
      const query = new URLSearchParams({ row: current.parentElement.dataset.row, above, page: main.dataset.page });
      const answer = await fetch("/gap?" + query).catch(() => null);
      return answer?.ok ? answer.json() : {};
    });
    if (row) decide("add", row);
    else light(current, false);
  }

  // on a page of which nothing was read: below the last row before it
  async function addHere(button) {
    const { row, mark, above, columns } = button.dataset;
    const printed = async () => {
      const query = new URLSearchParams({ row, above, page: main.dataset.page });
      const answer = await fetch("/gap?" + query).catch(() => null);
      return answer?.ok ? answer.json() : {};
    };
    const made = await dialogs.add(JSON.parse(columns), printed, above);
    if (!made) return;
    const told = await ask("/decide", { act: "add", row, mark, page: Number(main.dataset.page), ...made });
    if (!told) return;
    sessionStorage.setItem("annex-said", told.said);
    location.replace(told.go);
  }

  async function setMarks() {
    const marks = await dialogs.line("js.marks-title", "js.marks-ok", facts().marks, "js.marks-hint");
    if (marks !== null) decide("marks", { marks });
    else light(current, false);
  }

  async function divide() {
    const title = await dialogs.line("js.divide-title", "js.divide-ok", "", "js.divide-hint");
    if (title !== null) decide("divide", { title });
    else light(current, false);
  }

  async function chooseParent() {
    const above = await dialogs.parent(JSON.parse(facts().parents), facts().parent);
    if (above !== null) decide("parent", { above });
    else light(current, false);
  }

  async function acceptPage() {
    const rows = $$("tr[data-row]:not(.locked)");
    if (!rows.length) return;
    const marks = Object.fromEntries(rows.map((row) => [row.dataset.row, row.dataset.mark]));
    const told = await ask("/accept-page", { rows: marks });
    if (!told) return;
    sessionStorage.setItem("annex-said", told.said);
    location.reload();
  }

  async function acceptDoubt(button) {
    const told = await ask("/accept-doubt", { doc: button.dataset.doc, doubt: button.dataset.doubt });
    if (!told) return;
    say(told.said);
    setWaiting(told.waiting);
    button.replaceWith("✓");
  }

  async function finish(button) {
    if (!button) return;
    const told = await ask("/finish", { table: button.dataset.finish, replace: Boolean(button.dataset.replace) });
    if (!told) return;
    sessionStorage.setItem("annex-said", told.said);
    if (told.go) location.href = told.go;
    else location.reload();
  }

  // --- two rows side by side --------------------------------------------------------------------

  const pair = $("[data-pair]");

  async function decideLink(status) {
    const { row, other, mark } = pair.dataset;
    const told = await ask("/link", { row, other, mark, status, relation: $("[data-relation]").value });
    if (!told) return;
    sessionStorage.setItem("annex-said", told.said);
    if (status && pair.dataset.item) nextItem();
    else location.reload();
  }

  if (pair) {
    for (const button of $$("[data-link]")) button.addEventListener("click", () => decideLink(button.dataset.link));
    $("[data-later]").addEventListener("click", putOff);
  }

  // --- the original of an amendment ---------------------------------------------------------------

  const originals = $$("[data-original]");
  async function decideOriginal(button) {
    if (!button) return;
    const { claim, mark } = main.dataset;
    const other = button.closest("[data-other]").dataset.other;
    const told = await ask("/original", { claim, mark, other, status: button.dataset.original });
    if (!told) return;
    sessionStorage.setItem("annex-said", told.said);
    if (button.dataset.original === "accepted" && main.dataset.item) nextItem();
    else location.reload();
  }
  for (const button of originals) button.addEventListener("click", () => decideOriginal(button));
  function originalKey(key) {
    const accepting = originals.filter((button) => button.dataset.original === "accepted");
    if (/^[1-9]$/.test(key)) return accepting[key - 1];
    return key === "r" ? originals.find((button) => button.dataset.original === "rejected") : null;
  }

  async function undo() {
    const told = await ask("/undo", {});
    if (told) { sessionStorage.setItem("annex-said", told.said); location.reload(); }
  }

  function zoom(by) {
    const paper = $(".paper");
    if (!paper) return;
    const level = Math.max(0, Math.min(3, (paper.dataset.zoom | 0) + by));
    paper.dataset.zoom = level;
    paper.className = level ? `paper z${level}` : "paper";
    $("rect.lit")?.scrollIntoView({ block: "center", inline: "center" });
  }

  const keys = {
    ArrowDown: () => step(1, 0), ArrowUp: () => step(-1, 0), ArrowRight: () => step(0, 1), ArrowLeft: () => step(0, -1),
    n: () => toDoubt(1), N: () => toDoubt(-1), PageDown: () => turn(1), PageUp: () => turn(-1),
    a: () => act("accept"), " ": acceptRow, A: acceptPage, Enter: () => act("edit"), e: () => act("edit"), o: () => act("other"), j: () => act("join"),
    f: () => finish($("[data-finish]")), p: () => act("part"), s: () => act("parent"), h: () => act("heading"), i: () => act("item"), t: () => act("total"),
    b: () => ($("[data-add-here]") ? addHere($("[data-add-here]")) : act("add")), x: () => act("remove"), d: () => act("divide"), m: () => act("unite"), c: () => act("marks"), ...Object.fromEntries([1, 2, 3].map((n) => [n, () => $$("[data-take]", detail)[n - 1]?.click()])), v: () => $("[data-compare]").click(), w: () => $("[data-twins]", detail)?.click(), "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1),
  };
  const everywhere = {
    u: undo, l: putOff, R: openRun, q: () => { location.href = sessionStorage.getItem("annex-queue-path") || "/"; }, "?": () => help.showModal(),
  };

  // a Vietnamese input method makes another letter of two: then the key itself counts
  function pressed(event) {
    if (event.key in keys || event.key in everywhere || !/^Key[A-Z]$/.test(event.code)) return event.key;
    return event.shiftKey ? event.code[3] : event.code[3].toLowerCase();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog[open], summary")) return;
    const key = pressed(event);
    let does = everywhere[key] || (onSheet && keys[key]);
    if (!onSheet && items.length) {
      if (key === "ArrowDown" || key === "j") does = () => moveInQueue(1);
      if (key === "ArrowUp" || key === "k") does = () => moveInQueue(-1);
    }
    if (pair && key === "a") does = () => decideLink("accepted");
    if (pair && key === "r") does = () => decideLink("rejected");
    const original = originals.length && originalKey(key);
    const twin = /^[1-9]$/.test(key) && $$("[data-open]")[key - 1];
    if (twin) does = () => twin.click();
    if (original) does = () => decideOriginal(original);
    if ([" ", "Enter"].includes(event.key) && event.target.closest("a, button")) return;
    if (!does) return;
    event.preventDefault();
    does();
  });

  // --- row by row under its print ---------------------------------------------------------------

  const compare = window.annexCompare;
  async function toCompare(wanted) {
    localStorage.setItem("annex-compare", wanted ? "1" : "");
    await compare.set(wanted);
    current?.scrollIntoView({ block: "center" });
  }

  if (onSheet) {
    if (localStorage.getItem("annex-compare")) compare.set(true);
    $("[data-compare]").addEventListener("click", () => toCompare(!document.body.classList.contains("comparing")));
    $(".tables").addEventListener("dblclick", (event) => {
      const cell = event.target.closest("td[data-column]");
      if (cell) editWord(cell, String(getSelection()).trim());
    });
    for (const button of $$("[data-add-here]")) button.addEventListener("click", () => addHere(button));
    for (const button of $$("[data-doubt]")) button.addEventListener("click", () => acceptDoubt(button));
    for (const button of $$("[data-finish]")) button.addEventListener("click", () => finish(button));
    $(".tables").addEventListener("click", (event) => {
      const cell = event.target.closest("td[data-column]");
      if (cell && !event.target.closest("textarea")) light(cell);
    });
    $(".source").addEventListener("click", (event) => {
      const box = event.target.closest("rect");
      if (box) return light(document.getElementById(box.dataset.cell), false);
      const piece = event.target.closest("[data-cell]");
      if (piece) return light(document.getElementById(piece.dataset.cell), false);
      const line = event.target.closest("[data-cells]");
      if (line) light(document.getElementById(line.dataset.cells.split(" ")[0]), false);
    });
    const { row, column } = main.dataset;
    const wanted = row && $$("tr[data-row]").find((r) => r.dataset.row === row);
    if (wanted) light((column && $(`td[data-column="${column}"]`, wanted)) || wanted.children[0]);
    else if (window.innerWidth > 860) light($("td.error, td.doubt, td.unsure") || cells()[0] || null);
    const next = $(".pages [rel=next]");
    if (next && $(".paper")) new Image().src = next.getAttribute("href") + "/picture" + new URL($(".paper img").src).search;
  }
  const said = sessionStorage.getItem("annex-said");
  if (said) { sessionStorage.removeItem("annex-said"); say(said); }
  document.documentElement.dataset.ready = "1";
})();
