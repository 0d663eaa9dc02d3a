"use strict";
// The list: search and filters over all incidents; without scripts the pages of the list stay as they are.
(() => {
  const byId = (id) => document.getElementById(id);
  const list = byId("incidents");
  const words = self.sijill[`words-${document.documentElement.lang}`];
  const PAGE = 100;
  // one spelling for what Arabic writes in several ways, as the register's own search has it
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u064b-\u065f\u0670\u0640\u0300-\u036f]/g, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/ؤ/g, "و").replace(/ئ/g, "ي");
  const names = ["id", "first", "last", "place", "other", "type", "scope", "grade", "tolls", "parties", "reports", "sources", "reviewed", "retracted", "differs", "harm"];
  const rows = self.sijill.index.map((row) => Object.fromEntries(names.map((name, n) => [name, row[n]])));
  for (const row of rows) row.words = fold([row.id, row.place, row.other, words[row.type], ...row.sources, ...row.parties.map((p) => words[`party_${p}`] || p)].join(" "));

  const tag = (name, className, text) => { const e = document.createElement(name); if (className) e.className = className; if (text) e.textContent = text; return e; };
  const draw = (row) => {
    const item = tag("li", `incident${row.scope === "aggregate" ? " total" : ""}${row.retracted ? " gone" : ""}`);
    const link = tag("a");
    link.href = `${list.dataset.home}incident/${row.id}.html`;
    link.append(tag("span", "when", row.first ? (row.last !== row.first ? `${row.first} – ${row.last}` : row.first) : words.no_date));
    const where = tag("span", "where");
    where.append(tag("bdi", "", row.place || words.no_place));
    if (row.other) where.append(" ", tag("small", "", row.other));
    link.append(where, tag("span", "kind", words[row.type] + (row.scope === "aggregate" ? ` · ${words.aggregate}` : "")));
    const tolls = tag("span", "tolls");
    for (const [kind, group, range, word] of row.tolls) {
      const toll = tag("span", `toll ${kind} ${group}`);
      const number = tag("b");
      const bdi = tag("bdi", "", range || words[word] || "?");
      if (range) bdi.dir = "ltr";
      number.append(bdi);
      toll.append(number, ` ${words[kind]} `);
      if (group !== "unknown") toll.append(tag("small", "", words[group]));
      tolls.append(toll);
    }
    const marks = tag("span", "marks");
    if (row.retracted) marks.append(tag("span", "warn", words.retracted_short));
    else if (row.reviewed) marks.append(tag("span", "ok", words.reviewed));
    if (row.grade) marks.append(tag("span", `grade ${row.grade}`, words[row.grade]));
    if (row.differs) marks.append(tag("span", "warn", "≠"));
    marks.append(tag("span", "reports", row.reports === 1 ? words.report_one : `${row.reports} ${words.reports}`));
    link.append(tolls, marks);
    item.append(link);
    return item;
  };

  const fill = (select, values) => [...new Set(values)].filter(Boolean).sort().forEach((value) => { const o = tag("option", "", words[value] || value); o.value = value; select.append(o); });
  fill(byId("kind"), rows.map((r) => r.type));
  fill(byId("grade"), rows.map((r) => r.grade));

  let found = rows;
  let shown = 0;
  const more = () => {
    list.append(...found.slice(shown, shown + PAGE).map(draw));
    shown = Math.min(shown + PAGE, found.length);
    byId("more").hidden = shown >= found.length;
  };
  const filter = () => {
    const asked = fold(byId("find").value).split(/\s+/).filter(Boolean);
    const [since, until, kind, grade] = ["since", "until", "kind", "grade"].map((id) => byId(id).value);
    found = rows.filter((r) => asked.every((w) => r.words.includes(w)) && (!since || r.last >= since) && (!until || (r.first && r.first <= until)) && (!kind || r.type === kind) && (!grade || r.grade === grade) && (!byId("harmonly").checked || r.harm));
    list.replaceChildren();
    shown = 0;
    more();
    byId("count").textContent = `${found.length} / ${rows.length}`;
    byId("nothing").hidden = found.length > 0;
    if (byId("pages")) byId("pages").hidden = true;
  };
  byId("filters").hidden = false;
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  let waiting;
  for (const id of ["find", "since", "until", "kind", "grade", "harmonly"]) byId(id).addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 80); });
  byId("more").addEventListener("click", more);
})();
