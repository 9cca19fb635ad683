// Keeps the end of the conversation in view while an answer grows, unless the reader has scrolled away from it.
// Gradio's own scrolling comes 0.3 s late, over what the reader has turned to meanwhile, or is about to click on.
(() => {
  const NEAR = 40; // pixels from the end that still count as the end
  let following = true;
  let top = 0; // where the conversation is scrolled to
  let questions = 0;
  let watched = null;

  const grown = new ResizeObserver(() => {
    const view = watched.closest(".bubble-wrap");
    const asked = watched.querySelectorAll(".user-row").length;
    following ||= asked > questions; // whoever asks wants to see the answer
    questions = asked;
    if (following) view.scrollTop = view.scrollHeight;
    top = view.scrollTop;
  });

  document.addEventListener(
    "scroll",
    ({ target: view }) => {
      if (!watched || view !== watched.closest(".bubble-wrap")) return;
      const stayed = view.scrollTop >= top; // word of our own scrolling comes when the text has grown on
      top = view.scrollTop;
      following = view.scrollHeight - top - view.clientHeight < NEAR || (following && stayed);
    },
    { capture: true, passive: true },
  );

  new MutationObserver(() => {
    const messages = document.querySelector("#chat .message-wrap");
    if (messages === watched) return;
    grown.disconnect();
    watched = messages;
    if (messages) grown.observe(messages);
  }).observe(document, { subtree: true, childList: true });
})();
