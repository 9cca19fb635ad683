// Conversations: those of this page, kept in the browser's storage if the reader wants it; and what the
// buttons in the messages do. The server sends each turn as it ends, with texts ready to copy and to save.
const { make, button, drawer, download } = reqa;
const KEEP = "reqa-keep-conversations"; // in localStorage: whether to keep them
const OPEN = "reqa-open-conversation"; // in sessionStorage: the one to open again after a reload
const PREFIX = "reqa-conversation-"; // in localStorage: one entry a conversation, so that tabs do not meet
const TITLE_CHARS = 80;

const talks = new Map(); // id -> { id, title, updated, turns: [{ question, answer, note, text, markdown }] }
let current = "";

const { dialog, close } = drawer(element, drawList);
const list = dialog.querySelector(".reqa-list");
const keep = dialog.querySelector(".reqa-keep input");
const problem = dialog.querySelector(".reqa-problem");
const announcer = element.querySelector(":scope > .reqa-announcer, .reqa-announcer");

// --- The browser's storage ------------------------------------------------------------------------------

const byAge = () => [...talks.values()].sort((a, b) => b.updated - a.updated);

function store(talk) {
  if (!keep.checked) return;
  const turns = talk.turns.map(({ question, answer, note }) => ({ question, answer, note }));
  for (;;) {
    try {
      localStorage.setItem(PREFIX + talk.id, JSON.stringify({ ...talk, turns }));
      return;
    } catch {
      // The storage is full: the oldest kept conversation makes room.
      const oldest = byAge().reverse().find((one) => one !== talk && localStorage.getItem(PREFIX + one.id) !== null);
      problem.textContent = "The browser's storage is full, so the oldest conversations are not kept.";
      if (!oldest) return;
      localStorage.removeItem(PREFIX + oldest.id);
    }
  }
}

function read() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    try {
      const talk = JSON.parse(localStorage.getItem(key));
      if (PREFIX + talk.id === key && Array.isArray(talk.turns)) talks.set(talk.id, talk);
    } catch {
      localStorage.removeItem(key); // not ours, or cut off: nothing could be shown of it
    }
  }
}

keep.addEventListener("change", () => {
  problem.textContent = "";
  if (keep.checked) {
    localStorage.setItem(KEEP, "yes");
    byAge().reverse().forEach(store);
  } else {
    localStorage.removeItem(KEEP);
    for (const id of talks.keys()) localStorage.removeItem(PREFIX + id);
  }
});

// --- The list of conversations ----------------------------------------------------------------------------

function drawList() {
  list.replaceChildren(
    ...byAge().map((talk) => {
      const item = make("li", { className: talk.id === current ? "reqa-current" : "" });
      const open = button(talk.title, "reqa-talk", () => {
        close();
        if (talk.id !== current) trigger("opened", talk);
      });
      if (talk.id === current) open.setAttribute("aria-current", "true");
      item.append(
        open,
        make(
          "div",
          { className: "reqa-actions" },
          button("Rename", "reqa-link", () => rename(item, talk), `Rename ${talk.title}`),
          button("Markdown", "reqa-link", () => saveMarkdown(talk), `Save ${talk.title} as Markdown`),
          button("JSON", "reqa-link", () => saveData(talk), `Save ${talk.title} as JSON`),
          button("Delete", "reqa-link", (event) => remove(event.target, talk), `Delete ${talk.title}`),
        ),
      );
      return item;
    }),
  );
  if (!talks.size) list.append(make("li", { className: "reqa-none", textContent: "No conversations yet." }));
}

function rename(item, talk) {
  const box = make("input", { className: "reqa-filter", value: talk.title, maxLength: TITLE_CHARS });
  box.setAttribute("aria-label", "Name of the conversation");
  const done = (save) => {
    if (!box.isConnected) return;
    if (save && box.value.trim()) {
      talk.title = box.value.trim();
      store(talk);
    }
    drawList();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault(); // leaves the box, not the drawer
    if (event.key === "Enter" || event.key === "Escape") done(event.key === "Enter");
  });
  box.addEventListener("blur", () => done(true));
  item.querySelector(".reqa-talk").replaceWith(box);
  box.select();
}

function remove(pressed, talk) {
  if (pressed.textContent !== "Really delete?") {
    pressed.textContent = "Really delete?";
    pressed.setAttribute("aria-label", `Really delete ${talk.title}?`);
    pressed.addEventListener("blur", drawList, { once: true });
    return;
  }
  talks.delete(talk.id);
  localStorage.removeItem(PREFIX + talk.id);
  if (talk.id === current) trigger("begun", {});
  drawList();
  dialog.querySelector(".reqa-new").focus();
}

dialog.querySelector(".reqa-new").addEventListener("click", () => {
  close();
  trigger("begun", {});
});

// --- Saving -------------------------------------------------------------------------------------------------

const fileName = (talk, ending) =>
  `${talk.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "conversation"}.${ending}`;

async function saveMarkdown(talk) {
  // A conversation that comes from the browser's storage has no texts yet: the server writes them.
  const text = await server.to_markdown({ title: talk.title, turns: talk.turns });
  if (text) download(fileName(talk, "md"), "text/markdown", text);
}

function saveData(talk) {
  const turns = talk.turns.map(({ question, answer, note }) => ({ question, answer, note }));
  const data = { reqa_conversation: 1, title: talk.title, turns };
  download(fileName(talk, "json"), "application/json", JSON.stringify(data, null, 2));
}

// --- The buttons in the messages ------------------------------------------------------------------------------

const judging = element.querySelector("dialog.reqa-judge");
const comment = judging.querySelector("textarea");

function say(text) {
  announcer.textContent = "";
  announcer.textContent = text;
}

async function copy(pressed, turn) {
  const text = talks.get(current)?.turns[turn]?.text;
  if (!text) return;
  await navigator.clipboard?.writeText(text);
  const before = pressed.textContent;
  pressed.textContent = "Copied";
  say("The answer was copied with its sources.");
  setTimeout(() => (pressed.textContent = before), 1500);
}

function judge(turn, good) {
  judging.querySelector("h2").textContent = good ? "A good answer" : "A bad answer";
  judging.querySelector("label").textContent = good
    ? "What is good about it? (if you like)"
    : "What is wrong, or what would be right? (if you like)";
  comment.value = "";
  judging.returnValue = "";
  judging.dataset.turn = turn;
  judging.dataset.good = good ? "yes" : "";
  judging.showModal();
  comment.focus();
}

judging.querySelector(".reqa-cancel").addEventListener("click", () => judging.close());
judging.querySelector("form").addEventListener("submit", () => {
  trigger("judged", {
    turn: Number(judging.dataset.turn),
    good: judging.dataset.good === "yes",
    comment: comment.value,
  });
});

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("#chat .message button") : null;
  if (!pressed || !element.isConnected) return;
  const rows = (kind) => [...document.querySelectorAll(`#chat .${kind}-row`)];
  const turn = rows(pressed.closest(".user-row") ? "user" : "bot").indexOf(pressed.closest(".message-row"));
  if (pressed.matches(".reqa-ask")) trigger("asked", { question: pressed.textContent });
  if (pressed.matches(".reqa-copy")) copy(pressed, turn);
  if (pressed.matches(".reqa-good, .reqa-bad")) judge(turn, pressed.matches(".reqa-good"));
  if (pressed.matches(".reqa-edit")) {
    trigger("edited", { turn });
    document.querySelector("#question textarea")?.focus();
  }
});

// --- What the server sends --------------------------------------------------------------------------------------

function draw() {
  if (!props.value) return;
  const given = JSON.parse(props.value);
  current = given.id;
  sessionStorage.setItem(OPEN, current);
  if (!given.turns.length) return;
  const talk = talks.get(current) ?? { id: current, title: given.turns[0].question.slice(0, TITLE_CHARS), turns: [] };
  talk.turns.splice(given.from, Infinity, ...given.turns);
  talk.updated = Date.now();
  talks.set(current, talk);
  store(talk);
}

keep.checked = localStorage.getItem(KEEP) === "yes";
if (keep.checked) read();
const reopened = talks.get(sessionStorage.getItem(OPEN) ?? "");
draw();
watch("value", draw);
if (reopened) trigger("opened", reopened);
