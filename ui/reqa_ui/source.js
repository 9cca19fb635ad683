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
let shown = null; // the source in the panel, as far as it is loaded

// --- The citations of a message, to step through ------------------------------------------------------

const hrefOf = (key) => `#cite-${key}`;
const linksTo = (key) => [...document.querySelectorAll(chips)].filter((link) => link.getAttribute("href") === hrefOf(key));

let message = null; // the place of the message whose citation is open, counted from the first

const messages = () => [...document.querySelectorAll("#chat .bot-row")];

function citationsOf(index) {
  const links = messages()[index]?.querySelectorAll('a.reqa-row[href^="#cite-"]') ?? [];
  return [...new Set([...links].map((link) => link.getAttribute("href").slice("#cite-".length)))];
}

function step(by) {
  const keys = citationsOf(message);
  const next = keys[(keys.indexOf(shown.key) + by + keys.length) % keys.length];
  if (!next) return;
  if (!stacked.matches) {
    const link = linksTo(next).find((one) => one.closest(".bot-row") === messages()[message]);
    link?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
  open(next);
}

// The list of a message's sources is drawn after the panel opens the first of them, and changes with the draft.
const chatChanges = new MutationObserver(() => drawSteps());

function drawSteps() {
  const keys = shown?.key ? citationsOf(message) : [];
  const here = keys.indexOf(shown?.key);
  part("steps").hidden = keys.length < 2 || here < 0;
  part("step-count").textContent = `${here + 1} of ${keys.length}`;
}

function markChip(key) {
  const link = `#chat .message .prose a[href="#cite-${key}"]`;
  marker.textContent = /^[0-9a-f-]+$/.test(key)
    ? `${link}.reqa-chip { background: var(--reqa-chip-open); color: var(--reqa-chip-open-ink); }
       ${link}.reqa-row { background: var(--reqa-chip); }`
    : "";
}

// --- The panel ----------------------------------------------------------------------------------------

function drawDocument(source) {
  shown = source;
  panel.dataset.state = source.state;
  body.replaceChildren();
  if (source.state === "current") {
    const mark = document.createElement("mark");
    mark.textContent = source.cited;
    body.append(source.before, mark, source.after);
    source.endsLine = source.after.endsWith("\n");
  } else if (source.cited) {
    const quote = document.createElement("blockquote");
    quote.textContent = source.cited;
    body.append("When it was cited, the sentence read:", quote);
  }
}

function scrollToMark(gently) {
  const mark = body.querySelector("mark");
  const top = Math.max(0, mark.offsetTop - Math.max(24, (body.clientHeight - mark.offsetHeight) / 3));
  const near = Math.abs(top - body.scrollTop) < 1.5 * body.clientHeight;
  body.scrollTo({ top, behavior: gently && near && !still.matches ? "smooth" : "instant" });
}

// A key stands for one sentence of one version of a document: what has been read on to around it stays there.
const isOpen = (source) => source.state === "current" && shown?.state === "current" && shown.key === source.key;

function show(source, byReader) {
  const sameDocument = panel.dataset.state === "current" && shown?.path === source.path;
  title.textContent = source.title;
  part("path").textContent = [source.path, source.place].filter(Boolean).join(", ");
  part("panel-note").textContent = source.note;
  if (!isOpen(source)) drawDocument(source);
  if (source.state === "current") scrollToMark(byReader && sameDocument);
  markChip(source.key);
  drawSteps();
  chatChanges.observe(document.querySelector("#chat"), { childList: true, subtree: true });
  if (!byReader) return;
  part("announcer").textContent = `Opened: ${source.title}. ${source.note || source.cited}`;
  if (stacked.matches) panel.scrollIntoView({ block: "start", behavior: "instant" });
}

function clear() {
  shown = null;
  panel.dataset.state = "";
  title.textContent = nothing;
  for (const name of ["path", "panel-note", "announcer"]) part(name).textContent = "";
  body.replaceChildren();
  markChip("");
  drawSteps();
}

async function open(key) {
  const mine = ++latest;
  chosen = true;
  let source;
  try {
    source = await server.show_source({ session: reqa.session, key });
  } catch {
    source = { state: "invalid", key: "", title: "Source not loaded", path: "", place: "", cited: "" };
    source.note = "reqa does not answer. Is it still running?";
  }
  if (mine === latest) show(source, true);
}

// --- Long documents: the window grows where the reader scrolls to its end -------------------------------

const NEAR_END = 1500; // pixels, about two screens, so that the next piece is there before its place is seen

async function grow() {
  const source = shown;
  if (source?.state !== "current" || source.loading) return;
  const earlier = source.start > 0 && body.scrollTop < NEAR_END;
  const later = source.rest && body.scrollHeight - body.scrollTop - body.clientHeight < NEAR_END;
  if (!earlier && !later) return;
  source.loading = true;
  try {
    const at = earlier ? source.start : source.end;
    const piece = await server.show_more({ session: reqa.session, key: source.key, at, later: !earlier });
    if (shown !== source || !piece) return;
    // Whole lines go into a block of their own, which leaves the layout of the others alone.
    const ends = piece.text.endsWith("\n") || !piece.rest;
    const whole = ends && (earlier || source.endsLine !== false);
    const block = document.createElement(whole ? "div" : "span");
    block.textContent = piece.text;
    if (earlier) {
      const height = body.scrollHeight;
      body.prepend(block);
      body.scrollTop += body.scrollHeight - height;
      source.start = piece.start;
    } else {
      body.append(block);
      source.endsLine = ends;
      source.end = piece.end;
      source.rest = piece.rest;
    }
  } catch {
    return; // the reader scrolls on and so tries again
  } finally {
    source.loading = false;
  }
  grow();
}

body.addEventListener("scroll", grow, { passive: true });

// --- What the reader does -------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const chip = event.target instanceof Element ? event.target.closest(chips) : null;
  if (!chip || !element.isConnected) return;
  event.preventDefault();
  message = messages().indexOf(chip.closest(".bot-row"));
  open(chip.getAttribute("href").slice("#cite-".length));
});

part("previous").addEventListener("click", () => step(-1));
part("next").addEventListener("click", () => step(1));

part("back").addEventListener("click", () => {
  const links = linksTo(shown?.key);
  const target =
    links.find((link) => link.closest(".bot-row") === messages()[message]) ??
    links.at(-1) ??
    document.querySelector("#question textarea");
  target?.scrollIntoView({ block: "center", behavior: "instant" });
  target?.focus();
});

function draw() {
  if (!props.value) return;
  const given = JSON.parse(props.value);
  if (given.turn > turn) {
    turn = given.turn;
    chosen = false;
    latest += 1;
  }
  if (given.clear) clear();
  else if (given.source && given.turn === turn && !chosen) {
    message = messages().length - 1;
    show(given.source, false);
  }
}

clear();
draw();
watch("value", draw);
