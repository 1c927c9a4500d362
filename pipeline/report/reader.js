"use strict";
(() => {
  const SIGN = { person_mentions: "P", dates: "D", counts: "N", countries: "C", regions: "R", places: "T", crime_areas: "A", organisations: "O", systems: "S", quotes: "Q", charges: "L", penalties: "§" };
  const TITLE = {
    person_mentions: "People, as mentioned", people: "People", dates: "Dates", counts: "Counts", countries: "Countries", regions: "Regions", places: "Places", crime_areas: "Crime areas, as named",
    organisations: "Organisations", systems: "Systems and operations", quotes: "Quotes", outcomes: "Outcomes", charges: "Charges", penalties: "Penalties", release_crime_areas: "What it is about",
  };
  // Characters that change how the text around them runs are spelled out.
  const plain = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const at = (id) => document.getElementById(id);
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = plain(String(text));
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const setup = JSON.parse(at("setup").textContent);
  const known = {};
  let current = null, rawShown = false;

  // Offsets count code points, JavaScript's strings do not: the text is kept as a list of characters.
  const letters = (text) => Array.from(text);

  const spans = (packed) => setup.marked.flatMap((table) => (packed.tables[table] || []).map((row, n) => ({ table, n, start: row[0], end: row[1] })));

  // The text, cut wherever a mark begins or ends; each piece sits inside one element per mark that covers it.
  const drawText = (packed) => {
    const text = letters(packed.release.text);
    const marks = spans(packed).filter((m) => !document.querySelector("#tools input[value=" + m.table + "]:not(:checked)"))
      .sort((a, b) => a.start - b.start || b.end - a.end);
    const cuts = [...new Set([0, text.length, ...marks.flatMap((m) => [m.start, m.end])])].sort((a, b) => a - b);
    const out = document.createDocumentFragment();
    let active = [], next = 0;
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      active = active.filter((m) => m.end > start);
      while (next < marks.length && marks[next].start <= start) active.push(marks[next++]);
      let inner = document.createTextNode(plain(text.slice(start, end).join("")));
      for (const mark of [...active].reverse()) {
        const element = make("span", undefined, { class: "m " + mark.table, "data-row": mark.table + ":" + mark.n });
        if (mark.start === start) element.setAttribute("data-sign", SIGN[mark.table]);
        element.append(inner);
        inner = element;
      }
      out.append(inner);
    }
    at("text").replaceChildren(out);
  };

  // The raw text again: the clean text with each edit undone, what was taken out struck through.
  const drawRaw = (packed) => {
    const text = letters(packed.release.text);
    const out = document.createDocumentFragment();
    let clean = 0, raw = 0;
    for (const [start, end, rule, gone, put] of packed.debris) {
      out.append(plain(text.slice(clean, clean + start - raw).join("")));
      clean += start - raw;
      if (gone) out.append(make("del", gone, { title: rule }));
      if (put.trim()) out.append(make("ins", put, { title: rule }));
      else out.append(put);
      clean += letters(put).length;
      raw = end;
    }
    out.append(plain(text.slice(clean).join("")));
    at("text").replaceChildren(out);
  };

  const drawRows = (packed) => {
    const text = letters(packed.release.text);
    const sections = Object.entries(packed.tables).map(([table, rows]) => {
      const grid = make("table");
      grid.append(make("caption", TITLE[table] + " (" + rows.length + ")"));
      const head = grid.createTHead().insertRow();
      for (const name of ["Words", "Values", "Rule"]) head.append(make("th", name, { scope: "col" }));
      const body = grid.createTBody();
      rows.forEach((row, n) => {
        const [start, end, rule, ...values] = row;
        const line = make("tr", undefined, { tabindex: "0", "data-row": table + ":" + n });
        if (start !== null) line.dataset.span = start + "-" + end;
        const words = start === null ? "" : text.slice(start, end).join("");
        const said = values.map((v, k) => (v === null || v === false ? "" : setup.columns[table][k] + ": " + v)).filter(Boolean);
        line.append(make("td", words.length > 160 ? words.slice(0, 80) + " … " + words.slice(-80) : words), make("td", said.join("; ")), make("td", rule, { class: "rule" }));
        body.append(line);
      });
      return grid;
    });
    at("side").replaceChildren(...(sections.length ? sections : [make("p", "Nothing was read from this release: its language is not read, or it says nothing of the kind.")]));
  };

  const light = (key, from) => {
    document.querySelectorAll(".lit").forEach((e) => e.classList.remove("lit"));
    if (!key) return;
    const all = document.querySelectorAll('[data-row="' + key + '"]');
    all.forEach((e) => e.classList.add("lit"));
    // A row of a table without marks of its own lights whatever lies in its span.
    const span = from.dataset.span;
    if (span && !document.querySelector('#text [data-row="' + key + '"]')) {
      const [start, end] = span.split("-").map(Number);
      for (const mark of spans(current)) {
        if (mark.start >= start && mark.end <= end) document.querySelectorAll('#text [data-row="' + mark.table + ":" + mark.n + '"]').forEach((e) => e.classList.add("lit"));
      }
    }
    const fromText = at("text").contains(from);
    const other = document.querySelector((fromText ? "#side" : "#text") + " .lit");
    const side = at("side");
    if (!other) return;
    if (fromText && side.scrollHeight > side.clientHeight) {
      side.scrollTop += other.getBoundingClientRect().top - side.getBoundingClientRect().top - side.clientHeight / 3;
    } else if (!fromText) {
      const box = other.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight) other.scrollIntoView({ block: "center" });
    }
  };

  const redraw = () => {
    at("raw").setAttribute("aria-pressed", String(rawShown));
    (rawShown ? drawRaw : drawText)(current);
  };

  const show = (packed) => {
    current = packed;
    rawShown = false;
    const r = packed.release;
    document.title = plain(r.title || "(no title)");
    at("title").textContent = plain(r.title || "(no title)");
    const language = r.language && r.language !== "en" ? "language " + r.language : "";
    at("facts").textContent = plain([r.published || "no date", r.publisher || "publisher not known", r.dateline_place, language, r.source, r.url, r.release_id].filter(Boolean).join(" · "));
    if (r.near_duplicate_of) {
      at("facts").append(document.createElement("br"), "Repeats the earlier release ", make("a", r.near_duplicate_of, { href: "#" + r.near_duplicate_of }), ".");
    }
    const present = setup.marked.filter((table) => packed.tables[table]);
    at("tools").replaceChildren(make("legend", "Marks:"), ...present.map((table) => {
      const item = make("label");
      const box = make("input", undefined, { type: "checkbox", value: table });
      box.checked = true;
      box.addEventListener("change", redraw);
      item.append(box, make("span", TITLE[table].split(",")[0], { class: "m " + table, "data-sign": SIGN[table] }));
      return item;
    }));
    at("tools").hidden = !present.length;
    at("raw").hidden = false;
    drawRows(packed);
    redraw();
  };

  const fail = (message) => { at("facts").textContent = message; at("text").replaceChildren(); at("side").replaceChildren(); };

  const open = () => {
    const id = location.hash.slice(1);
    if (id === "text") return;
    if (known[id]) return show(known[id]);
    if (!/^[0-9a-f]{16}$/.test(id)) return fail("No release is named in the address; choose one from the list of releases.");
    const prefix = id.slice(0, setup.prefixLength);
    const loaded = make("script", undefined, { src: "data/" + (prefix ? "releases-" + prefix : "releases") + ".js" });
    loaded.addEventListener("load", () => (known[id] ? show(known[id]) : fail("There is no release " + id + " in this report.")));
    loaded.addEventListener("error", () => fail("There is no release " + id + " in this report, or the folder data beside this page is missing."));
    document.head.append(loaded);
  };

  window.addReleases = (releases) => { Object.assign(known, releases); };
  for (const [type, key] of [["mouseover", "#text .m, #side tr[data-row]"], ["focusin", "#side tr[data-row]"], ["click", "#text .m"]]) {
    document.addEventListener(type, (event) => {
      const found = event.target.closest && event.target.closest(key);
      light(found ? found.dataset.row : null, found);
    });
  }
  at("raw").addEventListener("click", () => { rawShown = !rawShown; redraw(); });
  if (setup.packed) return show(setup.packed);
  window.addEventListener("hashchange", open);
  open();
})();
