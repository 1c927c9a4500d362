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
  let data = null, shown = PAGE;

  const filters = () => new URLSearchParams(location.hash.slice(1));

  // Return a test of a release for one filter of the address, or null for a word that nothing here has.
  const testOf = (name, value, about) => {
    if (name === "month") return (r) => (value === "unknown" ? !r[1] : r[1].startsWith(value + "-"));
    if (name === "year") return (r) => (value === "unknown" ? !r[1] : r[1].startsWith(value + "-"));
    if (name === "from") return (r) => r[1] >= value;
    if (name === "to") return (r) => r[1] !== "" && r[1] <= value;
    if (name === "publisher") return (r) => r[3] === value;
    const kind = name.replace(/2$/, "");
    const n = data.kinds.indexOf(kind === "area" && about ? "about" : kind);
    if (n < 0) return () => true;
    const code = data.words[data.kinds[n]].indexOf(value);
    return (r) => code >= 0 && r[6][n].includes(code);
  };

  const label = (name, value, about) => {
    const kind = name.replace(/2$/, "");
    const words = kind === "outcome" ? value.split("|").filter(Boolean).join(", ").replace(/_/g, " ")
      : (data.labels[kind] && data.labels[kind][value]) || value;
    return (SINGULAR[kind] || kind) + (kind === "area" && about ? " (about it)" : "") + ": " + words;
  };

  const show = () => {
    const chosen = [...filters()].filter(([name]) => name !== "about");
    const about = filters().has("about");
    const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const tests = chosen.map(([name, value]) => testOf(name, value, about));
    const fitting = data.releases.filter((r) => tests.every((test) => test(r))
      && words.every((w) => (r[2] + " " + r[3] + " " + r[4]).toLowerCase().includes(w)));
    const found = chosen.length ? fitting.filter((r) => !r[5]) : fitting;
    const left = fitting.length - found.length;
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
    at("count").textContent = (found.length === 1 ? "1 release" : found.length.toLocaleString("en") + " releases")
      + (left ? "; " + left.toLocaleString("en") + (left === 1 ? " near-duplicate" : " near-duplicates") + " not listed" : "")
      + (found.length ? ", newest first." : chosen.length || words.length ? ". Drop a filter or a word to see more." : ".");
    at("list").replaceChildren(...found.slice(0, shown).map((r) => {
      const item = make("li");
      item.append(make("a", r[2] || "(no title)", { href: "release.html#" + r[0] }));
      item.append(make("span", [r[1] || "no date", r[3] || "publisher not known", r[4], r[5] ? "near-duplicate" : ""].filter(Boolean).join(" · ")));
      return item;
    }));
    at("more").hidden = found.length <= shown;
  };

  window.addList = (list) => { data = list; show(); };
  window.addEventListener("hashchange", () => { shown = PAGE; show(); });
  at("search").addEventListener("input", () => { shown = PAGE; show(); });
  at("more").addEventListener("click", () => { shown += PAGE; show(); });
  const loaded = make("script", undefined, { src: "data/list.js" });
  loaded.addEventListener("error", () => { at("count").textContent = "The file data/list.js beside this page is missing; run `make report` again."; });
  document.head.append(loaded);
})();
