"use strict";
// Evidence: every value's words are highlighted over the untouched text; marks stand in the text where the browser has no highlights.
(() => {
  const marks = JSON.parse(document.getElementById("marks").textContent);
  const kinds = ["harm", "place", "actor", "date", "attribution", "victim"];
  const modern = typeof Highlight !== "undefined" && CSS.highlights;
  const layers = {};
  if (modern) [...kinds, "now"].forEach((kind, n) => { layers[kind] = new Highlight(); layers[kind].priority = kind === "now" ? 9 : n; CSS.highlights.set(kind, layers[kind]); });
  const painted = new Map();

  const paint = (article) => {
    const id = article.dataset.account;
    const ranges = new Map();
    painted.set(id, ranges);
    const boxes = [...article.querySelectorAll(".text")];
    if (modern) {
      for (const [claim, kind, n, start, end] of marks[id] || []) {
        const node = boxes[n]?.firstChild;
        if (!node || end > node.length) continue;
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        layers[kind].add(range);
        ranges.set(claim, range);
      }
      return;
    }
    boxes.forEach((box, n) => {
      const text = box.textContent;
      const own = (marks[id] || []).filter((m) => m[2] === n);
      const cuts = [...new Set([0, text.length, ...own.flatMap((m) => [m[3], m[4]])])].sort((a, b) => a - b);
      box.textContent = "";
      for (let k = 0; k + 1 < cuts.length; k++) {
        const piece = text.slice(cuts[k], cuts[k + 1]);
        const over = own.filter((m) => m[3] <= cuts[k] && cuts[k + 1] <= m[4]);
        if (!over.length) { box.append(piece); continue; }
        const mark = document.createElement("mark");
        mark.className = over[0][1];
        mark.dataset.claims = over.map((m) => m[0]).join(" ");
        mark.textContent = piece;
        box.append(mark);
      }
    });
  };
  const point = (item, on) => {
    const article = item.closest(".account");
    const claim = item.dataset.claim;
    if (modern) {
      layers.now.clear();
      const range = painted.get(article.dataset.account)?.get(claim);
      if (on && range) layers.now.add(range);
      return;
    }
    article.querySelectorAll("mark").forEach((m) => m.classList.toggle("now", on && m.dataset.claims.split(" ").includes(claim)));
  };
  document.querySelectorAll(".account").forEach(paint);
  document.querySelectorAll(".claims li").forEach((item) => {
    item.tabIndex = 0;
    for (const [event, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) item.addEventListener(event, () => point(item, on));
  });
})();
