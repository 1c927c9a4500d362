"use strict";
(() => {
  const PAGE = 100;
  const SINGULAR = { area: "Area", country: "Country", person: "Person", role: "Role", outcome: "Outcome", month: "Month", year: "Year", from: "From", to: "To", publisher: "Publisher" };
  // Characters that change how the text around them runs are spelled out.
  const plain = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const at = (id) => document.getElementById(id);
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = plain(text);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  // The list comes in parts, newest releases first; only those are fetched that may hold what is asked for.
  let head = null, shown = PAGE, asked = null, drawn = null, results = [], waiting = -1;
  const parts = [];

  const filters = () => new URLSearchParams(location.hash.slice(1));

  // Return a test of a release for one filter of the address, or null for a word that nothing here has.
  const testOf = (name, value, about) => {
    if (name === "month") return (r) => (value === "unknown" ? !r[1] : r[1].startsWith(value + "-"));
    if (name === "year") return (r) => (value === "unknown" ? !r[1] : r[1].startsWith(value + "-"));
    if (name === "from") return (r) => r[1] >= value;
    if (name === "to") return (r) => r[1] !== "" && r[1] <= value;
    if (name === "publisher") return (r) => r[3] === value;
    const kind = name.replace(/2$/, "");
    const n = head.kinds.indexOf(kind === "area" && about ? "about" : kind);
    if (n < 0) return () => true;
    return (r, part) => {
      part.codes[name] ??= part.words[head.kinds[n]].indexOf(value);
      return part.codes[name] >= 0 && r[6][n].includes(part.codes[name]);
    };
  };

  // Whether a part may hold releases of a day that a filter names: [how many, oldest, newest, whether some have no day].
  const mayHold = ([, oldest, newest, undated], name, value) => {
    if ((name === "month" || name === "year") && value === "unknown") return undated;
    if (name === "month" || name === "year") return newest.slice(0, value.length) >= value && oldest.slice(0, value.length) <= value && newest !== "";
    if (name === "from") return newest >= value;
    if (name === "to") return oldest !== "" && oldest <= value;
    return true;
  };

  const label = (name, value, about) => {
    const kind = name.replace(/2$/, "");
    const words = kind === "outcome" ? value.split("|").filter(Boolean).join(", ").replace(/_/g, " ")
      : (head.labels[kind] && head.labels[kind][value]) || value;
    return (SINGULAR[kind] || kind) + (kind === "area" && about ? " (about it)" : "") + ": " + words;
  };

  const find = (part, tests, words, chosen) => {
    part.codes = {};
    const fitting = part.releases.filter((r) => tests.every((test) => test(r, part))
      && words.every((w) => (r[2] + " " + r[3] + " " + r[4]).toLowerCase().includes(w)));
    const found = chosen.length ? fitting.filter((r) => !r[5]) : fitting;
    return { found, left: fitting.length - found.length };
  };

  const fetchPart = (n) => {
    waiting = n;
    const loaded = make("script", undefined, { src: "data/list-" + n + ".js" });
    loaded.addEventListener("error", () => { at("count").textContent = "The file data/list-" + n + ".js beside this page is missing; run `make report` again."; });
    document.head.append(loaded);
  };

  const show = () => {
    const chosen = [...filters()].filter(([name]) => name !== "about");
    const about = filters().has("about");
    const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const tests = chosen.map(([name, value]) => testOf(name, value, about));
    const question = JSON.stringify([chosen, about, words]);
    if (question !== asked) { asked = question; results = []; }
    const wanted = head.parts.flatMap((p, n) => (chosen.every(([name, value]) => mayHold(p, name, value)) ? [n] : []));
    let n = 0, left = 0;
    const rows = [];
    const narrowed = chosen.length || words.length;
    let missing = -1;
    for (const k of wanted) {
      if (!parts[k]) { missing = k; break; }
      results[k] ??= find(parts[k], tests, words, chosen);
      n += results[k].found.length;
      left += results[k].left;
      if (rows.length < shown) rows.push(...results[k].found.slice(0, shown - rows.length));
    }
    if (missing >= 0 && waiting < 0 && (narrowed || rows.length < shown)) fetchPart(missing);
    const done = missing < 0 || !narrowed;
    if (!narrowed) n = head.parts.reduce((sum, p) => sum + p[0], 0);
    at("filters").replaceChildren(...chosen.map(([name, value]) => {
      const rest = filters();
      rest.delete(name);
      if (name === "area") rest.delete("about");
      const item = make("li");
      item.append(make("a", label(name, value, about) + " ×", { href: "#" + rest, "aria-label": "Drop the filter " + plain(label(name, value, about)) }));
      return item;
    }));
    at("filters").hidden = !chosen.length;
    at("heading").textContent = chosen.length ? "Releases behind the figure" : "All releases";
    at("list").setAttribute("aria-busy", String(!done));
    at("count").textContent = (n === 1 ? "1 release" : n.toLocaleString("en") + " releases")
      + (left ? "; " + left.toLocaleString("en") + (left === 1 ? " near-duplicate" : " near-duplicates") + " not listed" : "")
      + (done ? "" : " so far, looking on …")
      + (n ? (done ? ", newest first." : "") : done && narrowed ? ". Drop a filter or a word to see more." : done ? "." : "");
    const standing = question + rows.length;
    at("more").hidden = n <= rows.length;
    if (standing === drawn) return;
    drawn = standing;
    at("list").replaceChildren(...rows.map((r) => {
      const item = make("li");
      item.append(make("a", r[2] || "(no title)", { href: "release.html#" + r[0] }));
      item.append(make("span", [r[1] || "no date", r[3] || "publisher not known", r[4], r[5] ? "near-duplicate" : ""].filter(Boolean).join(" · ")));
      return item;
    }));
  };

  window.addList = (list) => { head = list; show(); };
  window.addPart = (part) => { parts[part.part] = part; waiting = -1; show(); };
  const again = () => { shown = PAGE; if (head) show(); };
  window.addEventListener("hashchange", again);
  at("search").addEventListener("input", again);
  at("more").addEventListener("click", () => { shown += PAGE; show(); });
  const loaded = make("script", undefined, { src: "data/list.js" });
  loaded.addEventListener("error", () => { at("count").textContent = "The file data/list.js beside this page is missing; run `make report` again."; });
  document.head.append(loaded);
})();
