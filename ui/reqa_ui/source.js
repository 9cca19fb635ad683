// The source panel: opens the sentence behind a chip and shows it in its document.
// Everything from a document is inserted as text, never as HTML.
const part = (name) => element.querySelector(`.reqa-${name}`);
const panel = part("panel");
const title = element.querySelector("h2");
const body = part("document");
const nothing = title.textContent;
const chips = '#chat a[href^="#cite-"]';
const stacked = window.matchMedia("(max-width: 799px)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
// The open chip is marked by a rule and not on the chip, as the chat draws its messages anew.
const marker = document.head.appendChild(document.createElement("style"));

let turn = 0; // the question whose sources may open by themselves
let chosen = false; // whether the reader has opened a source since that question
let latest = 0; // number of the newest request; an older one that comes back late is dropped
let opener = "";

function markChip(key) {
  const link = `#chat .message .prose a[href="#cite-${key}"]`;
  marker.textContent = /^[0-9a-f-]+$/.test(key)
    ? `${link}.reqa-chip { background: var(--reqa-chip-open); color: var(--reqa-chip-open-ink); }
       ${link}.reqa-row { background: var(--reqa-chip); }`
    : "";
}

function show(source, byReader) {
  const sameDocument = panel.dataset.state === "current" && part("path").textContent.startsWith(source.path);
  panel.dataset.state = source.state;
  title.textContent = source.title;
  part("path").textContent = [source.path, source.place].filter(Boolean).join(", ");
  part("panel-note").textContent = source.note;
  body.replaceChildren();
  if (source.state === "current") {
    const mark = document.createElement("mark");
    mark.textContent = source.cited;
    body.append(source.before, mark, source.after);
    const top = Math.max(0, mark.offsetTop - Math.max(24, (body.clientHeight - mark.offsetHeight) / 3));
    const near = Math.abs(top - body.scrollTop) < 1.5 * body.clientHeight;
    const smooth = byReader && sameDocument && near && !still.matches;
    body.scrollTo({ top, behavior: smooth ? "smooth" : "instant" });
  } else if (source.cited) {
    const quote = document.createElement("blockquote");
    quote.textContent = source.cited;
    body.append("When it was cited, the sentence read:", quote);
  }
  markChip(source.key);
  if (!byReader) return;
  part("announcer").textContent = `Opened: ${source.title}. ${source.note || source.cited}`;
  if (stacked.matches) panel.scrollIntoView({ block: "start", behavior: "instant" });
}

function clear() {
  panel.dataset.state = "";
  title.textContent = nothing;
  for (const name of ["path", "panel-note", "announcer"]) part(name).textContent = "";
  body.replaceChildren();
  markChip("");
}

async function open(key) {
  const mine = ++latest;
  chosen = true;
  let source;
  try {
    source = await server.show_source(key);
  } catch {
    source = { state: "invalid", key: "", title: "Source not loaded", path: "", place: "", cited: "" };
    source.note = "reqa does not answer. Is it still running?";
  }
  if (mine === latest) show(source, true);
}

document.addEventListener("click", (event) => {
  const chip = event.target instanceof Element ? event.target.closest(chips) : null;
  if (!chip || !element.isConnected) return;
  event.preventDefault();
  opener = chip.getAttribute("href");
  open(opener.slice("#cite-".length));
});

part("back").addEventListener("click", () => {
  const all = [...document.querySelectorAll(chips)].filter((chip) => chip.getAttribute("href") === opener);
  const target = all.at(-1) ?? document.querySelector("#question textarea");
  target?.scrollIntoView({ block: "center", behavior: "instant" });
  target?.focus();
});

function draw() {
  const given = props.value;
  if (!given) return;
  if (given.turn > turn) {
    turn = given.turn;
    chosen = false;
    latest += 1;
  }
  if (given.clear) clear();
  else if (given.source && given.turn === turn && !chosen) show(given.source, false);
}

clear();
draw();
watch("value", draw);
