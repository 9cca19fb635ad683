// What the conversation lacks in Gradio's own: copying what one reads, and a quiet accessible name.
(() => {
  // Gradio copies a message's Markdown, which is full of character references. This follows it with the text.
  function plain(message) {
    const copy = message.cloneNode(true);
    copy.querySelectorAll(".reqa-chip").forEach((chip) => (chip.textContent = `[${chip.textContent.trim()}]`));
    copy.querySelectorAll(".reqa-label").forEach((label) => (label.textContent = `[${label.textContent.trim()}] `));
    copy.querySelectorAll(".reqa-from").forEach((from) => (from.textContent = ` (${from.textContent.trim()})`));
    copy.querySelectorAll("li, br").forEach((line) => line.after("\n"));
    copy.querySelectorAll("p, ul, ol").forEach((block) => block.after("\n\n"));
    return copy.textContent.replace(/\u202f/g, " ").replace(/[ \t]*\n\s*\n\s*/g, "\n\n").trim();
  }

  document.addEventListener("click", (event) => {
    const buttons = event.target instanceof Element ? event.target.closest("#chat .message-buttons-left") : null;
    let row = buttons?.previousElementSibling;
    while (row && !row.classList.contains("message-row")) row = row.previousElementSibling;
    const message = row?.querySelector(".md");
    if (message) setTimeout(() => navigator.clipboard?.writeText(plain(message)), 0);
  });

  // Gradio names each message by its Markdown, too; "log" and the text itself say enough.
  new MutationObserver(() => {
    document
      .querySelectorAll("#chat [data-testid=bot][aria-label], #chat [data-testid=user][aria-label]")
      .forEach((message) => message.removeAttribute("aria-label"));
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
})();
