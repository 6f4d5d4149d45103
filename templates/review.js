// Decisions: each is kept by the program as soon as it is made; nothing is written before "apply" is pressed.
(() => {
  const token = document.body.dataset.token;
  const get = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".card")];
  const chosen = (card) => card.querySelector("input[type=radio]:checked").value;
  const reason = (card) => card.querySelector(".reason input");
  const text = (card) => card.querySelector(".edit textarea");
  const ask = async (what, body) => {
    const answer = await fetch(what, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Oneness-Token": token },
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error || "the program did not understand");
    return told;
  };
  const decision = (card) => ({
    id: card.dataset.id, keep: chosen(card), reason: reason(card).value, text: text(card).value,
  });
  const decided = () => cards.filter((card) => chosen(card) !== "" && !card.querySelector("fieldset").disabled);
  const show = () => {
    for (const card of cards) {
      const keep = chosen(card);
      card.classList.toggle("decided", keep !== "");
      reason(card).closest("p").hidden = keep !== "both";
      text(card).closest("p").hidden = keep !== "edit";
    }
    const count = decided().length;
    get("decided").textContent = count === 0 ? "Nothing waits to be written."
      : count + " of " + cards.length + " decided; nothing is written yet.";
    get("apply").disabled = count === 0;
    get("preview").disabled = count === 0;
  };
  const trouble = (card, message) => {
    const place = card.querySelector(".trouble");
    place.textContent = message;
    place.hidden = message === "";
  };
  const say = (message) => { get("applied").textContent = message; };
  // One question after the other, so that an older one never overtakes.
  let last = Promise.resolve();
  const keep = (card) => {
    last = last.then(() => ask("decide", decision(card)))
      .then(() => trouble(card, ""), (error) => trouble(card, error.message));
    return last;
  };
  const preview = async () => {
    const told = await ask("patch", {});
    get("patch").textContent = told.patch || "Nothing in any file changes.";
    get("patch").hidden = false;
    for (const card of cards) trouble(card, (told.troubles || {})[card.dataset.id] || "");
  };
  for (const card of cards) {
    card.addEventListener("change", () => {
      show();
      keep(card);
      get("patch").hidden = true;
    });
  }
  get("preview").addEventListener("click", () => last.then(preview).catch((error) => say(error.message)));
  get("apply").addEventListener("click", () => last.then(async () => {
    get("apply").disabled = true;
    const told = await ask("apply", {});
    say(told.message);
    get("patch").hidden = true;
    for (const card of cards) {
      const own = (told.troubles || {})[card.dataset.id] || "";
      trouble(card, own);
      if (told.applied.includes(card.dataset.id)) card.querySelector("fieldset").disabled = true;
    }
    show();
  }).catch((error) => { say(error.message); show(); }));
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    const value = { 1: "ours", 2: "theirs", 3: "both" }[event.key];
    if (!card || !value || event.target.closest("input[type=text], textarea") || event.ctrlKey || event.metaKey) return;
    card.querySelector("input[value=" + value + "]").click();
  });
  ask("decisions", {}).then((told) => {
    for (const card of cards) {
      const known = told[card.dataset.id];
      if (!known) continue;
      const radio = [...card.querySelectorAll("input[type=radio]")].find((input) => input.value === known.keep);
      if (radio) radio.checked = true;
      reason(card).value = known.reason;
      if (known.keep === "edit") text(card).value = known.text;
      card.querySelector("fieldset").disabled = known.applied;
    }
    show();
  }, (error) => say(error.message));
})();
