"use strict";
// Everything a page does beyond its HTML: evidence (highlights both ways, marking), keys, and the form's token for htmx.
(() => {
  const one = (what, where = document) => where.querySelector(what);
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const byId = (id) => document.getElementById(id);
  const say = (words) => { const live = byId("live"); if (live) live.textContent = words; };

  document.addEventListener("htmx:configRequest", (event) => {
    if (document.body.dataset.csrf) event.detail.headers["X-CSRF-Token"] = document.body.dataset.csrf;
  });

  // evidence: highlights over the untouched text, so that letters keep their joins and spans may overlap
  const holder = byId("data");
  const data = holder ? JSON.parse(holder.textContent) : { marks: {} };
  const modern = typeof Highlight !== "undefined" && CSS.highlights;
  const kinds = ["place", "date", "actor", "attribution", "victim", "harm", "marked", "now"];
  const layers = {};
  if (modern) kinds.forEach((kind, n) => { layers[kind] = new Highlight(); layers[kind].priority = n; CSS.highlights.set(kind, layers[kind]); });
  const texts = new Map(all(".text[data-report]").map((box) => [box.dataset.report, box]));
  const ranges = new Map();
  for (const [report, marks] of Object.entries(data.marks)) {
    const node = texts.get(report)?.firstChild;
    if (!node) continue;
    for (const [claim, kind, start, end] of marks) {
      if (end > node.length) continue;
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.set(claim, { range, report, start, end });
      if (modern) layers[kind].add(range);
    }
  }
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const bring = (range) => {
    const box = range.startContainer.parentElement.closest(".report");
    const scroller = box.closest(".reports");
    const rect = range.getBoundingClientRect();
    const frame = scroller && scroller.scrollHeight > scroller.clientHeight ? scroller.getBoundingClientRect() : { top: 60, bottom: innerHeight };
    if (rect.top >= frame.top && rect.bottom <= frame.bottom) return;
    const by = rect.top - frame.top - (frame.bottom - frame.top) / 3;
    (scroller && scroller.scrollHeight > scroller.clientHeight ? scroller : window).scrollBy({ top: by, behavior: reduced ? "auto" : "smooth" });
  };
  const point = (claims, scroll) => {
    all(".claim.now").forEach((item) => item.classList.remove("now"));
    if (modern) layers.now.clear();
    for (const claim of claims) {
      const found = ranges.get(claim);
      if (found && modern) layers.now.add(found.range);
      all(`.claim[data-claim="${CSS.escape(claim)}"]`).forEach((item) => item.classList.add("now"));
      if (found && scroll) bring(found.range);
    }
  };
  all(".claim").forEach((item) => {
    item.addEventListener("mouseenter", () => point([item.dataset.claim], false));
    item.addEventListener("focus", () => point([item.dataset.claim], true));
    item.addEventListener("click", () => point([item.dataset.claim], true));
  });

  // the other way: the words lead to the claims that were read from them
  const claimsAt = (report, at) => [...ranges].filter(([, r]) => r.report === report && r.start <= at && at < r.end).map(([claim]) => claim);
  const lead = (box) => {
    const chosen = getSelection();
    if (!chosen.isCollapsed || chosen.anchorNode !== box.firstChild) return;
    const claims = claimsAt(box.dataset.report, chosen.anchorOffset);
    if (!claims.length) return;
    point(claims, false);
    const item = one(`.report .claim[data-claim="${CSS.escape(claims[0])}"]`);
    item?.scrollIntoView({ block: "nearest", behavior: reduced ? "auto" : "smooth" });
    say(item ? item.textContent.trim().replace(/\s+/g, " ") : "");
  };

  // marking: the server counts characters, the browser UTF-16 units
  const count = (text) => { let n = 0; for (const _ of text) n += 1; return n; };
  const chosenWords = () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const box = range.startContainer.parentElement?.closest(".text[data-report]");
    if (!box || range.startContainer !== box.firstChild) return null;
    const text = box.firstChild.data;
    const endUnits = range.endContainer === box.firstChild ? range.endOffset : text.length;
    let start = range.startOffset;
    let end = endUnits;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    if (start > 0 && /[\uDC00-\uDFFF]/.test(text[start])) start -= 1;
    if (end < text.length && /[\uDC00-\uDFFF]/.test(text[end])) end += 1;
    if (start === end) return null;
    return { report: box.dataset.report, start: count(text.slice(0, start)), end: count(text.slice(0, end)), words: text.slice(start, end), node: box.firstChild, units: [start, end] };
  };
  const take = document.createElement("button");
  take.type = "button";
  take.className = "take";
  take.hidden = true;
  document.body.append(take);
  const openForm = () => one(".decide[open] [data-marked]");
  const mark = () => {
    const found = chosenWords();
    const target = openForm();
    if (!found || !target) return false;
    for (const name of ["report", "start", "end"]) one(`[name="${name}"]`, target).value = found[name];
    const quote = one(".quote", target);
    quote.textContent = found.words;
    quote.hidden = false;
    one('[name="words"]', target).value = "";
    one('[name="basis"][value="span"]', target.closest("form")).checked = true;
    if (modern) { layers.marked.clear(); const range = new Range(); range.setStart(found.node, found.units[0]); range.setEnd(found.node, found.units[1]); layers.marked.add(range); }
    take.hidden = true;
    say(found.words);
    return true;
  };
  take.addEventListener("mousedown", (event) => event.preventDefault());
  take.addEventListener("click", mark);
  document.addEventListener("selectionchange", () => {
    const target = openForm();
    const found = target && chosenWords();
    take.hidden = !found;
    if (!found) return;
    const rect = getSelection().getRangeAt(0).getBoundingClientRect();
    take.textContent = document.body.dataset.take || "✓";
    take.style.top = `${rect.bottom + scrollY + 6}px`;
    take.style.left = `${Math.max(8, rect.left + scrollX)}px`;
  });
  all(".text").forEach((box) => {
    box.addEventListener("click", () => lead(box));
    box.addEventListener("focus", () => {
      const chosen = getSelection();
      if (box.firstChild && chosen.anchorNode !== box.firstChild) chosen.collapse(box.firstChild, 0);
    });
    box.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: ["left", "word"], ArrowRight: ["right", "word"], ArrowUp: ["backward", "line"], ArrowDown: ["forward", "line"], Home: ["backward", "lineboundary"], End: ["forward", "lineboundary"] };
      const step = steps[event.key];
      if (!step || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      getSelection().modify(event.shiftKey ? "extend" : "move", step[0], event.altKey && step[1] === "word" ? "character" : step[1]);
      lead(box);
    });
  });

  all("[data-all]").forEach((button) => button.addEventListener("click", () => all(`[name="${button.dataset.all}"]`).forEach((box) => { box.checked = true; })));

  const fold = () => { if (matchMedia("(max-width: 900px)").matches) all(".more").forEach((part) => { part.open = false; }); };
  fold();
  document.addEventListener("htmx:afterSwap", fold);

  // Enter in the search box is one question, not two: its change comes before the form is sent, and a second answer would take the focus
  let sending = false;
  document.addEventListener("keydown", (event) => { sending = event.key === "Enter" && event.target.id === "q"; }, true);
  document.addEventListener("change", (event) => { if (sending && event.target.id === "q") event.stopPropagation(); }, true);

  // keys
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  const rows = () => all("[data-row]");
  const step = (by) => {
    const found = rows();
    if (!found.length) return;
    const at = found.indexOf(document.activeElement);
    found[Math.min(found.length - 1, Math.max(0, at + by))].focus();
  };
  const nextDecision = () => {
    const found = all(".decide > summary");
    if (!found.length) return;
    const open = found.findIndex((summary) => summary.parentElement.open);
    found.forEach((summary) => { summary.parentElement.open = false; });
    const next = found[(open + 1) % found.length];
    next.parentElement.open = true;
    next.focus();
  };
  const nextOf = (found) => found[(found.indexOf(document.activeElement) + 1) % found.length]?.focus();
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => byId("q")?.focus(),
    r: () => (one(".reports .text") || byId("reports"))?.focus(),
    d: nextDecision,
    m: mark,
    p: () => nextOf(all(".medium .ask")),
    "?": () => byId("keys")?.showModal(),
  };
  const byCode = { KeyJ: "j", KeyK: "k", KeyR: "r", KeyD: "d", KeyM: "m", KeyP: "p" }; // the same keys on an Arabic keyboard
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
    const act = actions[event.key] || actions[byCode[event.code]];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".decide") && event.target.open) all(".decide[open]").forEach((other) => { if (other !== event.target) other.open = false; });
  }, true);
})();
