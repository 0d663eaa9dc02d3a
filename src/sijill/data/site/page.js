
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = (id) => JSON.parse(byId(id).textContent);
  const root = document.documentElement;
  const listeners = [];

  // language
  const setLang = (lang) => {
    root.lang = lang;
    root.dir = lang === "ar" ? "rtl" : "ltr";
    document.querySelectorAll(".langs button").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.lang === lang)));
    const find = byId("find");
    find.placeholder = find.dataset[lang];
    listeners.forEach((f) => f(lang));
  };
  document.querySelectorAll(".langs button").forEach((b) => b.addEventListener("click", () => { setLang(b.dataset.lang); location.replace(`#${b.dataset.lang}`); }));

  // evidence: highlights over the untouched text; marks in the text where the browser has no highlights
  const marks = data("marks");
  const painted = new Map();
  const kinds = ["harm", "place", "actor", "date", "attribution", "victim"];
  const modern = typeof Highlight !== "undefined" && CSS.highlights;
  const layers = {};
  if (modern) {
    [...kinds, "now"].forEach((kind, n) => { layers[kind] = new Highlight(); layers[kind].priority = kind === "now" ? 9 : n; CSS.highlights.set(kind, layers[kind]); });
  }
  const paint = (article) => {
    const id = article.dataset.account;
    if (painted.has(id)) return;
    const ranges = new Map();
    painted.set(id, ranges);
    const boxes = [...article.querySelectorAll(".text")];
    if (modern) {
      for (const [claim, kind, n, start, end] of marks[id] || []) {
        const node = boxes[n].firstChild;
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
  document.querySelectorAll(".claims li").forEach((item) => {
    for (const [event, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) item.addEventListener(event, () => point(item, on));
  });

  // map
  const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const map = L.map("map", { zoomControl: true, attributionControl: false, minZoom: 2, maxZoom: 13, worldCopyJump: true });
  L.control.attribution({ prefix: false }).addAttribution("Natural Earth · GeoNames · Leaflet").addTo(map);
  const canvas = L.canvas({ padding: 0.3 });
  L.geoJSON(data("basemap"), { renderer: canvas, interactive: false, style: { color: style("--border"), weight: 1, fillColor: style("--land"), fillOpacity: 1 } }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const cities = data("cities");
  const labels = L.layerGroup().addTo(map);
  const drawCities = () => {
    labels.clearLayers();
    const zoom = map.getZoom();
    const taken = [];
    const bounds = map.getBounds();
    for (const [lat, lon, english, arabic, people] of cities) {
      if (zoom < 5 || people < 2.4e7 / 2 ** (2 * (zoom - 3)) || !bounds.contains([lat, lon])) continue;
      const at = map.latLngToContainerPoint([lat, lon]);
      if (taken.some((p) => Math.abs(p.x - at.x) < 90 && Math.abs(p.y - at.y) < 18)) continue;
      taken.push(at);
      const name = document.createElement("span");
      name.textContent = root.lang === "ar" ? arabic : english;
      L.marker([lat, lon], { interactive: false, keyboard: false, icon: L.divIcon({ className: "city", html: name, iconSize: null, iconAnchor: [2, 9] }) }).addTo(labels);
    }
  };
  map.on("moveend", drawCities);
  listeners.push(() => map.getSize().x && drawCities());

  const svg = L.svg({ padding: 0.3 });
  const circles = new Map();
  const colour = (spot) => style(spot.harm ? "--dead" : "--cool");
  const openIncident = (id) => {
    const item = byId(id);
    if (!item) return;
    item.hidden = false;
    item.open = true;
    item.scrollIntoView({ block: "start" });
  };
  for (const spot of data("spots")) {
    const at = [spot.lat, spot.lon];
    const area = L.circle(at, { renderer: svg, radius: Math.max(spot.radius, 1), color: colour(spot), weight: 1, fillOpacity: spot.radius > 20000 ? 0.04 : 0.14 });
    const ring = L.circleMarker(at, { renderer: svg, radius: 8, color: colour(spot), weight: 1.4, dashArray: "2 3", fillColor: colour(spot), fillOpacity: 0.08 });
    const group = L.layerGroup([area, ring]).addTo(map);
    for (const layer of [area, ring]) {
      const tip = document.createElement("span");
      tip.textContent = spot.toll ? `${spot.name} · ${spot.toll}` : spot.name;
      layer.bindTooltip(tip, { direction: "top" });
      layer.on("click", () => openIncident(spot.id));
    }
    circles.set(spot.id, { spot, area, ring, group });
  }
  // the ring only leads the eye to a circle too small to see; once the circle is wider it goes
  const drawRings = () => circles.forEach(({ spot, ring }) => {
    const scale = 40075016 * Math.cos((spot.lat * Math.PI) / 180) / 2 ** (map.getZoom() + 8);
    const seen = spot.radius / scale > 8;
    ring.setStyle({ opacity: seen ? 0 : 1, fillOpacity: seen ? 0 : 0.08 });
  });
  map.on("zoomend", drawRings);
  const fit = () => {
    // the middle nine tenths: one wrong placement far away must not shrink the map
    const spread = (values) => { const v = values.sort((a, b) => a - b); const cut = Math.floor(v.length / 20); return [v[cut], v[v.length - 1 - cut]]; };
    const spots = [...circles.values()].map((c) => c.spot);
    const [south, north] = spread(spots.map((s) => s.lat));
    const [west, east] = spread(spots.map((s) => s.lon));
    if (spots.length) map.fitBounds([[south - 0.5, west - 0.5], [north + 0.5, east + 0.5]], { maxZoom: 8 });
    else map.setView([33, 42], 5);
  };
  fit();
  drawRings();
  drawCities();
  document.querySelectorAll(".go").forEach((b) => b.addEventListener("click", () => {
    const found = circles.get(b.dataset.go);
    if (!found) return;
    map.fitBounds(found.area.getBounds(), { maxZoom: 10, padding: [40, 40] });
    if (matchMedia("(max-width: 900px)").matches) byId("map").scrollIntoView({ block: "start" });
  }));

  // list
  const items = [...document.querySelectorAll(".incident")];
  items.forEach((item) => item.addEventListener("toggle", () => { if (item.open) item.querySelectorAll(".account").forEach(paint); }));
  const filter = () => {
    const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const harm = byId("harmonly").checked;
    let shown = 0;
    for (const item of items) {
      const fits = words.every((w) => item.dataset.words.includes(w)) && (!harm || item.dataset.harm === "1");
      item.hidden = !fits;
      shown += fits;
      const found = circles.get(item.id);
      if (found) { if (fits) found.group.addTo(map); else found.group.remove(); }
    }
    byId("count").textContent = shown === items.length ? "" : `${shown} / ${items.length}`;
    byId("nothing").hidden = shown > 0;
  };
  byId("find").addEventListener("input", filter);
  byId("harmonly").addEventListener("change", filter);

  const follow = () => {
    // #ar, #i-…, or both: #ar:i-…
    for (const word of decodeURIComponent(location.hash.slice(1)).split(":")) {
      if (word === "ar" || word === "en") setLang(word);
      else if (word) openIncident(word);
    }
  };
  addEventListener("hashchange", follow);
  setLang("en");
  follow();
  items.filter((item) => item.open).forEach((item) => item.querySelectorAll(".account").forEach(paint));
})();
