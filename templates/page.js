
"use strict";
// Filters and keys. Without this script the page shows all its cards.
(() => {
  const cards = [...document.querySelectorAll(".card")];
  const get = (id) => document.getElementById(id);
  const form = get("filters");
  if (!form) return;
  const [kind, file, author, sure] = ["by-kind", "by-file", "by-author", "by-sure"].map(get);
  const has = (list, wanted) => wanted === "" || list.split(" ").includes(wanted);
  const filter = () => {
    let shown = 0;
    for (const card of cards) {
      const data = card.dataset;
      const fits = (kind.value === "" || data.kind === kind.value) && has(data.files, file.value) &&
        has(data.authors, author.value) && Number(data.sure) >= Number(sure.value);
      card.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    get("sure-shown").textContent = sure.value + " %";
    get("shown").textContent = shown + " of " + cards.length + " shown";
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  const move = (step) => {
    const visible = cards.filter((card) => !card.hidden);
    if (visible.length === 0) return;
    const at = visible.findIndex((card) => card.contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : visible.length - 1) : Math.min(Math.max(at + step, 0), visible.length - 1);
    visible[next].focus({ preventScroll: true });
    visible[next].scrollIntoView({ block: "start" });
  };
  document.addEventListener("keydown", (event) => {
    const isTyped = event.target.closest("input:not([type=radio]):not([type=range]), textarea, select");
    if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else return;
    event.preventDefault();
  });
  // A browser may have kept what was chosen before the page was loaded again.
  filter();
})();
