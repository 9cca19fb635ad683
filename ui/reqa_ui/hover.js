// Shows the sentence behind a chip while the pointer or the keyboard's focus is on it.
// The sentence stands in the list under the same message, so nothing has to be fetched.
(() => {
  const DELAY = 120; // milliseconds: a pointer that only passes over a chip opens nothing
  let card = null;
  let timer = 0;

  function make() {
    card = document.createElement("div");
    card.id = "reqa-hover";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    for (const name of ["text", "from"]) {
      card.append(Object.assign(document.createElement("div"), { className: `reqa-hover-${name}` }));
    }
    // The pointer may go onto the card, to read or to copy from it.
    card.addEventListener("mouseenter", () => clearTimeout(timer));
    card.addEventListener("mouseleave", hideSoon);
    (document.querySelector(".gradio-container") ?? document.body).append(card);
  }

  function show(chip) {
    clearTimeout(timer);
    const href = chip.getAttribute("href");
    const rows = chip.closest(".message")?.querySelectorAll("a.reqa-row") ?? [];
    const row = [...rows].find((one) => one.getAttribute("href") === href);
    if (!row || !chip.isConnected) return;
    if (!card?.isConnected) make();
    card.querySelector(".reqa-hover-text").textContent = row.querySelector(".reqa-quote").textContent;
    card.querySelector(".reqa-hover-from").textContent = row.querySelector(".reqa-from")?.textContent ?? "";
    card.hidden = false;
    chip.setAttribute("aria-describedby", card.id);
    const at = chip.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left - 12, window.innerWidth - size.width - 12));
    const above = at.top - size.height - 6;
    card.style.left = `${left}px`;
    card.style.top = `${above > 8 ? above : at.bottom + 6}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (card) card.hidden = true;
  }

  function hideSoon() {
    clearTimeout(timer);
    timer = setTimeout(hide, DELAY);
  }

  const chipOf = (event) => (event.target instanceof Element ? event.target.closest("#chat a.reqa-chip") : null);

  document.addEventListener("mouseover", (event) => {
    const chip = chipOf(event);
    if (!chip) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(chip), DELAY);
  });
  document.addEventListener("mouseout", (event) => chipOf(event) && hideSoon());
  document.addEventListener("focusin", (event) => {
    const chip = chipOf(event);
    if (chip?.matches(":focus-visible")) show(chip);
    else hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("click", hide, true);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
})();
