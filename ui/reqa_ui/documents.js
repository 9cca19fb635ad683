// Documents: which are asked, and those that the reader brings along. Text only, never HTML.
const { make, button, drawer, session } = reqa;
const PLACE = new URL("reqa/documents", document.baseURI);
const POLL = 300; // milliseconds between two looks at how far indexing is
const SETTLE = 500; // milliseconds after the last tick until the choice is sent, so that several go together
const LISTED = 200; // documents drawn at most; the filter finds the others

const { dialog, show } = drawer(element, refresh);
const one = (name) => dialog.querySelector(`.reqa-${name}`);
let listing = { documents: [], unread: [], uploads: false, busy: true, text: "", limits: "", kinds: [], max_bytes: Infinity };
let settling = 0;
let polling = 0;
let waiting = 0; // requests that are on their way, uploads among them

// --- Talking to the server ----------------------------------------------------------------------------------

async function call(method, query = {}, body = undefined, type = undefined) {
  const url = new URL(PLACE);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { "x-reqa-session": session, ...(type ? { "content-type": type } : {}) };
  const answer = await fetch(url, { method, headers, body });
  const given = await answer.json();
  if (!answer.ok) throw new Error(given.error ?? `The server said ${answer.status}.`);
  listing = given;
  return given;
}

async function refresh() {
  clearTimeout(polling);
  try {
    await call("GET");
  } catch {
    listing = { ...listing, busy: true, text: "reqa does not answer. Is it still running?" };
  }
  draw();
  if (listing.busy) polling = setTimeout(refresh, POLL);
  else if (waiting === 0) settled();
}

let told = "";

// The status line says how many documents are asked, and only changes when that does, or is first known.
function settled() {
  const now = JSON.stringify([listing.failed, ...chosen()]);
  if (told !== now) trigger("chosen", { anew: told !== "" });
  told = now;
}

function complain(text) {
  one("problems").append(make("li", { textContent: text }));
}

// What only this reader has is asked only if it is chosen; everything else is asked by default.
const mine = (entry) => entry.own && !listing.common;
const chosen = () => listing.documents.filter((entry) => entry.chosen).map((entry) => entry.id);

async function choose(ids) {
  one("problems").replaceChildren();
  waiting += 1;
  try {
    await call("PUT", {}, JSON.stringify({ ids }), "application/json");
  } catch (error) {
    complain(error.message);
  }
  waiting -= 1;
  refresh();
}

function tick(id, on) {
  for (const entry of listing.documents) if (entry.id === id) entry.chosen = on;
  // Nothing is said to be asked before the server says so.
  listing = { ...listing, busy: true, text: "Changing the documents" };
  drawScope();
  clearTimeout(settling);
  settling = setTimeout(send, SETTLE);
}

function send() {
  clearTimeout(settling);
  settling = 0;
  choose(chosen());
}

dialog.addEventListener("close", () => settling && send());

// --- Bringing documents ---------------------------------------------------------------------------------------

async function bring(files) {
  one("problems").replaceChildren();
  const asked = listing.documents.filter((entry) => entry.own && entry.chosen).map((entry) => entry.id);
  const brought = [];
  waiting += 1;
  for (const [index, file] of [...files].entries()) {
    one("progress").textContent = `Sending ${file.name}, ${index + 1} of ${files.length}`;
    try {
      // A courtesy, to save the sending: the server checks these, too, and says the same.
      if (!listing.kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) {
        throw new Error(`${file.name} is not a kind of document that reqa reads: ${listing.kinds.join(", ")}.`);
      }
      if (file.size > listing.max_bytes) throw new Error(`${file.name} is too large. ${listing.limits}`);
      const { added } = await call("POST", { name: file.name }, file, "application/octet-stream");
      brought.push(added);
    } catch (error) {
      complain(error instanceof TypeError ? `${file.name} could not be sent. ${listing.limits}` : error.message);
    }
  }
  waiting -= 1;
  one("progress").textContent = "";
  // What one brings is what one wants to ask about: it is asked, with what was brought before. What is for
  // everyone joins what was asked without being told to.
  if (brought.length && !listing.common) {
    const problems = [...one("problems").children];
    await choose([...new Set([...asked, ...brought])]);
    one("problems").prepend(...problems);
  } else refresh();
}

one("pick").addEventListener("click", () => one("file").click());
one("file").addEventListener("change", () => {
  bring([...one("file").files]);
  one("file").value = "";
});

// Files may be dropped anywhere on the page; the drawer opens and says what becomes of them.
const hasFiles = (event) => event.dataTransfer?.types.includes("Files") && listing.uploads && element.isConnected;
document.addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  document.body.classList.add("reqa-dropping");
});
document.addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("reqa-dropping"));
document.addEventListener("drop", (event) => {
  document.body.classList.remove("reqa-dropping");
  if (!hasFiles(event)) return;
  event.preventDefault();
  if (!dialog.open) dialog.showModal();
  bring([...event.dataTransfer.files]);
});

// --- Drawing ------------------------------------------------------------------------------------------------------

function row(entry) {
  const box = make("input", { type: "checkbox", checked: entry.chosen, disabled: !listing.uploads });
  box.addEventListener("change", () => tick(entry.id, box.checked));
  const name = make("span", { className: "reqa-name", textContent: entry.title });
  const path = make("span", { className: "reqa-detail", textContent: `${entry.id}, ${entry.size}` });
  const item = make("li", {}, make("label", {}, box, make("span", {}, name, path)));
  if (entry.own) {
    item.append(
      button(
        "Remove",
        "reqa-link",
        async () => {
          await call("DELETE", { id: entry.id }).catch((error) => complain(error.message));
          refresh();
          one("pick").focus();
        },
        `Remove ${entry.title}`,
      ),
    );
  }
  if (entry.note) item.append(problem("p", entry.note));
  return item;
}

const problem = (tag, text) => make(tag, { className: "reqa-problem", textContent: text });

function drawGroup(group, documents) {
  const focused = dialog.contains(document.activeElement) ? document.activeElement.closest("li label input") : null;
  const place = focused ? [...group.querySelectorAll("li label input")].indexOf(focused) : -1;
  group.querySelector("ul").replaceChildren(...documents.slice(0, LISTED).map(row));
  if (place >= 0) group.querySelectorAll("li label input")[place]?.focus();
}

function draw() {
  const shared = listing.documents.filter((entry) => !entry.own);
  const own = listing.documents.filter((entry) => entry.own);
  const wanted = one("filter").value.trim().toLowerCase();
  const found = shared.filter((entry) => `${entry.title} ${entry.id}`.toLowerCase().includes(wanted));
  one("drop").hidden = !listing.uploads;
  one("limits").textContent = listing.limits;
  one("file").accept = listing.kinds.join(",");
  one("own").hidden = own.length === 0;
  one("filter").hidden = shared.length < 12;
  one("own").querySelector("h3").textContent = listing.common ? "Brought by readers" : "Your documents";
  one("private").textContent = listing.notice;
  one("all").hidden = !listing.uploads || listing.documents.every((entry) => entry.chosen !== mine(entry));
  one("left-out").textContent = found.length > LISTED ? `and ${found.length - LISTED} more: find them by name` : "";
  if (waiting === 0) one("progress").textContent = listing.text;
  one("progress").classList.toggle("reqa-problem", Boolean(listing.failed));
  drawGroup(one("own"), own);
  drawGroup(one("shared"), found);
  one("unread").replaceChildren(...listing.unread.map((reason) => problem("li", reason)));
  drawScope();
}

function drawScope() {
  const scope = document.querySelector("#reqa-scope button");
  if (!scope) return; // the page is still being drawn; the next look at the server draws it
  const all = listing.documents.filter((entry) => !mine(entry));
  const asked = listing.documents.filter((entry) => entry.chosen);
  const own = asked.filter(mine).length;
  const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
  let text = "";
  if (listing.documents.length === 0 || listing.failed) text = "Documents";
  else if (listing.busy) text = listing.text;
  else if (asked.length === 1) text = `Asking “${asked[0].title}”`;
  else if (own === asked.length) text = `Asking ${own} of your documents`;
  else if (own === 0 && asked.length === all.length) text = `Asking all ${count(all.length, "document")}`;
  else text = `Asking ${count(asked.length, "document")}`;
  scope.textContent = text;
}

one("filter").addEventListener("input", draw);
one("all").addEventListener("click", () => choose(listing.documents.filter((entry) => !mine(entry)).map((entry) => entry.id)));
document.addEventListener("click", (event) => {
  if (element.isConnected && event.target instanceof Element && event.target.closest("#reqa-scope button")) show();
});
refresh();
