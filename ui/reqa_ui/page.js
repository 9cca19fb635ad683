// What the scripts of the page's parts share: the browser session's name, drawers, and small helpers.
window.reqa = (() => {
  // The name under which this tab's documents are kept on the server. It outlives a reload, not the tab.
  function sessionName() {
    const known = sessionStorage.getItem("reqa-session");
    if (/^[0-9a-f]{32}$/.test(known ?? "")) return known;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const made = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("reqa-session", made);
    return made;
  }

  // The question that is on its way. Gradio mends a lost connection by loading the page anew, which it outlives.
  const UNANSWERED = "reqa-unanswered";

  // Empties the question's box; gives its new value and what is to be asked.
  function take(typed) {
    sessionStorage.setItem(UNANSWERED, typed);
    return ["", typed];
  }

  // The new value of the box once a question is done with: the question itself if it was not answered.
  function giveBack(typed, question) {
    sessionStorage.removeItem(UNANSWERED);
    return typed || !question ? { __type__: "update" } : question; // as it is, or the question
  }

  const unanswered = () => sessionStorage.getItem(UNANSWERED) ?? "";

  // An element with properties and children; text goes in as text, never as HTML.
  function make(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function button(text, className, onClick, label) {
    const made = make("button", { type: "button", className, textContent: text });
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", onClick);
    return made;
  }

  // A part of the header: a button, and the drawer (a modal dialog) that it opens.
  function drawer(element, onOpen) {
    const dialog = element.querySelector("dialog.reqa-drawer");
    const show = () => {
      onOpen?.();
      if (!dialog.open) dialog.showModal();
    };
    element.querySelector(".reqa-open").addEventListener("click", show);
    dialog.querySelector(".reqa-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside it
    return { dialog, show, close: () => dialog.close() };
  }

  function download(name, type, text) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // Gradio names each message by its Markdown; "log" and the text itself say enough.
  new MutationObserver(() => {
    document
      .querySelectorAll("#chat [data-testid=bot][aria-label], #chat [data-testid=user][aria-label]")
      .forEach((message) => message.removeAttribute("aria-label"));
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label"] });

  return { session: sessionName(), make, button, drawer, download, take, giveBack, unanswered };
})();
