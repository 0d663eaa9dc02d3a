"use strict";
// One incident's place: a circle as wide as the place is uncertain, never a point.
(() => {
  const root = document.documentElement;
  const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const spot = JSON.parse(document.getElementById("data").textContent).spot;
  const map = L.map("map", { attributionControl: false, minZoom: 2, maxZoom: 13, scrollWheelZoom: false });
  L.control.attribution({ prefix: false }).addAttribution("Natural Earth · GeoNames · Leaflet").addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const at = [spot.lat, spot.lon];
  const area = L.circle(at, { radius: Math.max(spot.radius, 100), color: style("--dead"), weight: 1.5, fillOpacity: 0.14 });
  map.fitBounds(L.latLng(at).toBounds(Math.max(spot.radius * 5, 60000)), { animate: false });
  area.addTo(map);
  for (const [lat, lon, name] of spot.others) {
    const tip = document.createElement("span");
    tip.textContent = name;
    L.circleMarker([lat, lon], { radius: 8, color: style("--cool"), weight: 1.4, dashArray: "2 3", fillOpacity: 0.05 }).bindTooltip(tip).addTo(map);
  }
  const tip = document.createElement("span");
  tip.textContent = spot.name;
  area.bindTooltip(tip, { direction: "top" });
  fetch("/static/site/basemap.json").then((answer) => answer.json()).then((land) => {
    L.geoJSON(land, { renderer: L.canvas({ padding: 0.3 }), interactive: false, style: { color: style("--border"), weight: 1, fillColor: style("--land"), fillOpacity: 1 } }).addTo(map).bringToBack();
  });
  const labels = L.layerGroup().addTo(map);
  fetch("/static/site/cities.json").then((answer) => answer.json()).then((cities) => {
    const draw = () => {
      labels.clearLayers();
      const taken = [];
      const bounds = map.getBounds();
      for (const [lat, lon, english, arabic, people] of cities) {
        if (people < 2.4e7 / 2 ** (2 * (map.getZoom() - 3)) || !bounds.contains([lat, lon])) continue;
        const point = map.latLngToContainerPoint([lat, lon]);
        if (taken.some((p) => Math.abs(p.x - point.x) < 90 && Math.abs(p.y - point.y) < 18)) continue;
        taken.push(point);
        const name = document.createElement("span");
        name.textContent = root.lang === "ar" ? arabic : english;
        L.marker([lat, lon], { interactive: false, keyboard: false, icon: L.divIcon({ className: "city", html: name, iconSize: null, iconAnchor: [2, 9] }) }).addTo(labels);
      }
    };
    map.on("moveend", draw);
    draw();
  });
})();
