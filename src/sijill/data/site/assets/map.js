"use strict";
// The map: Natural Earth's borders, names of cities, and a circle as wide as each place is uncertain.
(() => {
  const box = document.getElementById("map");
  if (!box) return;
  const own = document.getElementById("spot");
  const spots = box.dataset.only ? [JSON.parse(own.textContent)] : self.sijill.spots;
  const root = document.documentElement;
  const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const map = L.map(box, { attributionControl: false, minZoom: 2, maxZoom: 13, worldCopyJump: true, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  L.control.attribution({ prefix: false }).addAttribution("Natural Earth · GeoNames · Leaflet").addTo(map);
  L.geoJSON(self.sijill.basemap, { renderer: L.canvas({ padding: 0.3 }), interactive: false, style: { color: style("--border"), weight: 1, fillColor: style("--land"), fillOpacity: 1 } }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);

  const labels = L.layerGroup().addTo(map);
  const drawCities = () => {
    labels.clearLayers();
    const zoom = map.getZoom();
    const taken = [];
    const bounds = map.getBounds();
    for (const [lat, lon, english, arabic, people] of self.sijill.cities) {
      if (zoom < 5 || people < 2.4e7 / 2 ** (2 * (zoom - 3)) || !bounds.contains([lat, lon])) continue;
      const at = map.latLngToContainerPoint([lat, lon]);
      if (taken.some((p) => Math.abs(p.x - at.x) < 90 && Math.abs(p.y - at.y) < 18)) continue;
      taken.push(at);
      const name = document.createElement("span");
      name.textContent = root.lang === "ar" ? arabic : english;
      L.marker([lat, lon], { interactive: false, keyboard: false, icon: L.divIcon({ className: "city", html: name, iconSize: null, iconAnchor: [2, 9] }) }).addTo(labels);
    }
  };

  // many circles are drawn on one canvas: an element for each would hold a phone up
  const renderer = spots.length > 400 ? L.canvas({ padding: 0.3 }) : L.svg({ padding: 0.3 });
  map.setView([33, 42], 5);
  const circles = spots.map(([id, lat, lon, radius, name, toll, harm]) => {
    const colour = style(harm ? "--dead" : "--cool");
    // a place that is only known to a governorate or a country must not cover what is known better
    const wide = radius > 50000;
    const look = wide && spots.length > 1 ? { weight: 0.4, opacity: 0.25, fill: false } : { weight: 1, fillOpacity: radius > 20000 ? 0.04 : 0.14 };
    const area = L.circle([lat, lon], { renderer, radius: Math.max(radius, 1), color: colour, ...look }).addTo(map);
    const ring = L.circleMarker([lat, lon], { renderer, radius: 8, color: colour, weight: 1.4, dashArray: "2 3", fillColor: colour, fillOpacity: 0.08 }).addTo(map);
    for (const layer of [area, ring]) {
      const tip = document.createElement("span");
      tip.textContent = toll ? `${name} · ${toll}` : name;
      layer.bindTooltip(tip, { direction: "top" });
      if (!box.dataset.only) layer.on("click", () => { location.href = `${box.dataset.home}incident/${id}.html`; });
    }
    return { lat, lon, radius, area, ring };
  });
  // the ring only leads the eye to a circle too small to see; once the circle is wider it goes
  const drawRings = () => circles.forEach(({ lat, radius, ring }) => {
    const scale = (40075016 * Math.cos((lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
    const seen = radius / scale > 8;
    ring.setStyle({ opacity: seen ? 0 : 1, fillOpacity: seen ? 0 : 0.08 });
  });
  map.on("moveend", drawCities);
  map.on("zoomend", drawRings);

  // the middle nine tenths: one wrong placement far away must not shrink the map
  const spread = (values) => { const v = values.sort((a, b) => a - b); const cut = Math.floor(v.length / 20); return [v[cut], v[v.length - 1 - cut]]; };
  if (circles.length === 1) {
    map.setView([circles[0].lat, circles[0].lon], 7);
    map.fitBounds(circles[0].area.getBounds(), { maxZoom: 9, padding: [30, 30] });
  } else if (circles.length) {
    const [south, north] = spread(circles.map((c) => c.lat));
    const [west, east] = spread(circles.map((c) => c.lon));
    map.fitBounds([[south - 0.5, west - 0.5], [north + 0.5, east + 0.5]], { maxZoom: 8 });
  }
  drawRings();
  drawCities();
})();
