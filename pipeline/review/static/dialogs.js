"use strict";
// What a decision asks of the reader before it is made. Each returns what was chosen, null for nothing.
window.annexDialogs = (words) => {
  const SAME_LINE = 5;  // points within which two lines stand at one height
  function make(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function show(title, ok, content, result, first, hint) {
    return new Promise((resolve) => {
      const id = "dialog-title";
      const dialog = make("dialog", { className: "beside" }, make("h2", { id, textContent: words[title] }));
      dialog.setAttribute("aria-labelledby", id);
      if (hint) dialog.append(make("p", { className: "message", textContent: words[hint] }));
      const buttons = make("form", { method: "dialog" },
        make("button", { value: "keep", className: "primary", textContent: words[ok] }), " ",
        make("button", { value: "", textContent: words["js.cancel"] }));
      dialog.append(content, buttons);
      dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName === "BUTTON") return;
        event.preventDefault();
        dialog.close("keep");
      });
      dialog.addEventListener("close", () => {
        const chosen = dialog.returnValue === "keep" ? result() : null;
        dialog.remove();
        resolve(chosen);
      });
      document.body.append(dialog);
      dialog.showModal();
      first?.focus();
    });
  }

  // where a text may be cut: at its words, at its lines
  function stops(text, pattern) {
    return [0, ...[...text.matchAll(pattern)].map((found) => found.index + found[0].length), text.length];
  }

  function next(all, at, by) {
    return by > 0 ? all.find((stop) => stop > at) ?? at : all.findLast((stop) => stop < at) ?? at;
  }

  // `moved` is called when the reader, and not another cutter, chooses where the text is cut
  function cutter(header, text, cut, moved) {
    const above = make("span", { className: "above" });
    const below = make("span", { className: "below" });
    const shown = make("p", { className: "cut" }, above, below);
    const slider = make("input", { type: "range", min: 0, max: text.length });
    slider.setAttribute("aria-label", header);
    const to = (at) => {
      slider.value = at;
      above.textContent = text.slice(0, at);
      below.textContent = text.slice(at);
      slider.setAttribute("aria-valuetext", words["js.part-below"].replace("{text}", text.slice(at, at + 60) || "–"));
    };
    const spaces = stops(text, /\s+/g), ends = stops(text, /\n/g);
    const choose = (at) => { to(at); moved(at); };
    slider.addEventListener("input", () => choose(Number(slider.value)));
    slider.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const at = Number(slider.value);
      if (/Up|Down/.test(event.key)) choose(next(ends, at, by));
      else choose(event.shiftKey ? Math.max(0, Math.min(text.length, at + by)) : next(spaces, at, by));
    });
    shown.addEventListener("click", (event) => {
      const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
      const range = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
      const [node, offset] = at ? [at.offsetNode, at.offset] : [range?.startContainer, range?.startOffset];
      if (node) choose(below.contains(node) ? above.textContent.length + offset : offset);
      slider.focus();
    });
    to(cut);
    return [make("fieldset", {}, make("legend", { textContent: header }), shown, slider), slider, to];
  }

  // how far down the page a cut is: at the top of the line that goes below, behind it if only its rest does
  function depth(text, tops, at) {
    const line = text.slice(0, at).split("\n").length - 1;
    if (at >= text.length) return Infinity;
    return tops[line] + (at && text[at - 1] !== "\n" ? 2 * SAME_LINE : 0);
  }

  // how much of a text stands above that
  function above(text, tops, edge) {
    const first = tops.findIndex((top) => top > edge - SAME_LINE);
    return first < 0 ? text.length : text.split("\n").slice(0, first).join("\n").length + (first > 0);
  }

  return {
    // columns as [column, header, what is printed, how much stays above, how far down each line stands]; returns
    // how much stays above. Where one column is cut, the others follow as they are printed, unless they were
    // cut too. `at` is the column to begin with.
    part(columns, at) {
      const chosen = new Set();
      const follow = (number, at) => {
        chosen.add(number);
        const [, , text, , tops] = columns[number];
        if (!tops.length) return;
        for (const [other, [, , own, , heights]] of columns.entries()) {
          if (!chosen.has(other) && heights.length) made[other][3](above(own, heights, depth(text, tops, at)));
        }
      };
      const made = columns.map(([column, header, text, cut], number) => [column, ...cutter(header, text, cut, (at) => follow(number, at))]);
      const box = make("div", { className: "parts" }, ...made.map(([, set]) => set));
      const result = () => Object.fromEntries(made.map(([column, , slider]) => [column, Number(slider.value)]));
      return show("js.part-title", "js.part-ok", box, result, (made.find(([column]) => column === at) ?? made[0])?.[2], "js.part-hint");
    },

    // columns as [column, header], `printed` gives the words that stand in its place, `side` says that it
    // stands above ("1") or below (""), where that is known; returns the texts of the new row, its kind, and where
    add(columns, printed, side) {
      const fields = columns.map(([column, header]) => {
        const field = make("textarea", { rows: 1, name: column });
        field.addEventListener("input", () => { field.style.height = "0"; field.style.height = `${field.scrollHeight + 4}px`; });
        return field;
      });
      let first = true;
      const fill = async () => {
        let found = await printed(places.value);
        if (side === undefined && first && !Object.values(found).some(Boolean)) {  // is it above that words are left?
          const above = await printed("1");
          if (Object.values(above).some(Boolean)) { found = above; places.value = "1"; }
        }
        first = false;
        for (const field of fields) {
          if (field.dataset.own) continue;
          field.value = found[field.name] ?? "";
          field.dispatchEvent(new Event("input"));
        }
        fields[0].select();
      };
      for (const field of fields) field.addEventListener("keydown", (event) => { if (event.key.length === 1) field.dataset.own = "1"; });
      const names = { item: "js.add-item", group: "js.add-group", total: "js.add-total" };
      const kinds = make("select", {}, ...Object.entries(names).map(([kind, word]) => new Option(words[word], kind)));
      const places = make("select", {}, new Option(words["js.add-below"], ""), new Option(words["js.add-above"], "1"));
      if (side !== undefined) places.value = side;
      places.addEventListener("change", fill);
      fill();
      const labels = columns.map(([, header], i) => make("label", {}, header, fields[i]));
      const box = make("div", { className: "adds" }, ...labels, ...(side === undefined ? [make("label", {}, words["js.add-where"], places)] : []), make("label", {}, words["js.add-kind"], kinds));
      const result = () => ({
        cells: Object.fromEntries(fields.map((field) => [field.name, field.value])),
        kind: kinds.value,
        above: Boolean(places.value),
      });
      return show("js.add-title", "js.add-ok", box, result, fields[0], "js.add-hint");
    },

    line(title, ok, value, hint) {
      const field = make("input", { value, className: "line" });
      field.setAttribute("aria-label", words[title]);
      return show(title, ok, field, () => field.value, field, hint);
    },

    // rows as [key, what it says]
    parent(rows, chosen) {
      const list = make("select", { size: 12, className: "parents" });
      list.setAttribute("aria-label", words["js.parent-title"]);
      for (const [key, text] of [["", words["js.parent-none"]], ...rows]) list.append(new Option(text, key, false, key === chosen));
      return show("js.parent-title", "js.parent-ok", list, () => list.value, list);
    },
  };
};
