"use strict";
// The progress of one import, as it comes.
(() => {
  const byId = (id) => document.getElementById(id);
  const source = new EventSource(byId("job").dataset.events);
  source.onmessage = (event) => {
    const state = JSON.parse(event.data);
    byId("stage").textContent = byId("stage").dataset[state.stage];
    byId("bar").value = state.filed + state.known + state.problems;
    for (const name of ["filed", "known", "problems", "changed"]) byId(name).textContent = state[name];
    const said = byId("said");
    for (const line of state.said.slice(said.children.length)) {
      const item = document.createElement("li");
      item.dir = "auto";
      item.textContent = line;
      said.append(item);
    }
    if (state.stage === "done" || state.stage === "failed") source.close();
  };
})();
