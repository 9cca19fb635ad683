// The questions of a report. All text goes into the page as text, never as HTML.
"use strict";

const FOLD = 20000; // characters without a mark that are folded, so that a long document opens at once
const AROUND = 1500; // of which so many are shown on either side

const data = JSON.parse(document.getElementById("data").textContent);
const list = document.getElementById("list");
const detail = document.getElementById("detail");
const search = document.getElementById("search");
const chips = [...document.querySelectorAll("[data-filter]")];

const MARKS = {
  both: "golden and cited",
  gold: "golden, not cited",
  cited: "cited, not golden",
  read: "read, not cited",
};

/** An element with a class and children, which are nodes or text. */
function make(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function button(text, action) {
  const made = make("button", "", text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

// --- The list ----------------------------------------------------------------------------------------

const entries = data.questions.map((question) => {
  const kinds = question.failures;
  const said = kinds.length ? kinds.map((kind) => data.kinds[kind]).join(", ") : "Right";
  const moved = question.moved ? `, ${signed(question.moved)}` : "";
  const row = button("", () => {
    location.hash = address(question.id);
  });
  row.append(
    make("span", "title", question.question),
    make("small", "", make("i", `kind ${kinds[0] || "right"}`), `${said}${moved} · ${question.id}`),
  );
  const item = make("li", "", row);
  const history = question.history.map((turn) => turn.content);
  const answer = question.answer.map((piece) => piece[1]);
  const words = [question.id, question.question, ...history, ...answer, ...question.answers, ...question.tags];
  return { question, row, item, words: words.join("\n").toLocaleLowerCase() };
});
const nothing = make("li", "none", "No question fits.");
list.append(...entries.map((entry) => entry.item), nothing);

function filter() {
  const chosen = chips.find((chip) => chip.getAttribute("aria-pressed") === "true").dataset.filter;
  const sought = search.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const { question, item, words } of entries) {
    const fits = is(question, chosen) && words.includes(sought);
    item.hidden = !fits;
    shown += fits;
  }
  nothing.hidden = shown > 0;
  document.getElementById("count").textContent =
    shown === entries.length ? "" : `${shown} of ${entries.length} questions`;
}

function is(question, chosen) {
  if (chosen === "right") return question.failures.length === 0;
  if (chosen === "worse") return question.moved < 0;
  if (chosen === "better") return question.moved > 0;
  return chosen === "" || question.failures.includes(chosen);
}

for (const chip of chips) {
  chip.addEventListener("click", () => {
    for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
    filter();
  });
}
search.addEventListener("input", filter);

// --- One question -------------------------------------------------------------------------------------

function address(id) {
  return "#q=" + encodeURIComponent(id);
}

/** Shows the question that the page's address names; the first one if it names none. */
function follow() {
  let id = null;
  try {
    id = location.hash.startsWith("#q=") ? decodeURIComponent(location.hash.slice(3)) : null;
  } catch {
    // The address was mangled on its way here.
  }
  const named = entries.find((entry) => entry.question.id === id);
  document.documentElement.classList.toggle("reading", Boolean(named));
  const entry = named || entries[0];
  for (const other of entries) other.row.removeAttribute("aria-current");
  entry.row.setAttribute("aria-current", "true");
  show(entry.question);
  if (!named) return;
  detail.scrollTop = 0;
  detail.focus({ preventScroll: true });
  const place = detail.getBoundingClientRect();
  if (place.top < 0 || place.top > innerHeight / 2) detail.scrollIntoView();
}

function show(question) {
  const back = button("Back to the questions", () => {
    history.replaceState(null, "", "#questions");
    follow();
    entries.find((entry) => entry.question === question).row.focus();
  });
  back.className = "back";
  const kinds = question.failures.length ? question.failures : ["right"];
  const badges = kinds.map((kind) =>
    make("span", "", make("i", `kind ${kind}`), kind === "right" ? "Right" : data.kinds[kind]),
  );
  const tags = [question.id, ...question.tags].join(" · ");
  detail.replaceChildren(
    back,
    make("div", "badges", ...badges),
    turns(question.history),
    make("h3", "asked", question.question),
    make("p", "soft", tags),
    make("div", "sides", said(question), good(question)),
    earlier(question) || "",
    sources(question) || "",
    scores(question),
    judge(question) || "",
  );
}

function turns(history) {
  if (!history.length) return "";
  const lines = history.map((turn) =>
    make("p", "", make("b", "", turn.role === "user" ? "Asked before: " : "Answer: "), turn.content),
  );
  return make("div", "history", ...lines);
}

function said(question) {
  const side = make("div", "", make("h4", "", "What reqa said"));
  if (question.error) {
    side.append(make("p", "bad", question.error));
    return side;
  }
  const text = make("p", "");
  for (const [kind, piece] of question.answer) {
    if (kind) text.append(make("span", kind, piece));
    else if (/^[\s\d[\]]+$/.test(piece)) text.append(make("span", "marker", piece));
    else text.append(piece);
  }
  side.append(text);
  if (question.answer.some(([kind]) => kind === "unsupported")) {
    side.append(make("p", "soft", "What is underlined is not supported by what it cites."));
  }
  if (question.abstained) {
    const reason = (question.reason || "").replaceAll("_", " ");
    side.append(make("p", "soft", `It refused to answer: ${reason}.`));
  }
  return side;
}

function good(question) {
  const side = make("div", "", make("h4", "", "What is right"));
  if (!question.answerable) {
    side.append(make("p", "", "The documents do not say; it should refuse."));
  } else if (question.answers.length) {
    side.append(make("ul", "", ...question.answers.map((answer) => make("li", "", answer))));
  }
  for (const [place, start, end] of question.gold) {
    side.append(make("p", "quote", `“${data.documents[place].text.slice(start, end)}”`));
  }
  if (question.attack.length) {
    const signs = question.attack.map((sign) => `“${sign}”`).join(", ");
    side.append(make("p", "soft", `A document gives instructions. Obeyed if the answer has ${signs}.`));
  }
  return side;
}

function earlier(question) {
  if (question.before === null || question.before === undefined) return null;
  const now = question.answer.map((piece) => piece[1]).join("");
  const told = question.before === now ? "The same words." : question.before;
  const moved = question.moved ? ` (${signed(question.moved)} since)` : "";
  return make("div", "before", make("h4", "", `In the baseline${moved}`), make("p", "", told));
}

function scores(question) {
  const shown = Object.entries(question.scores).map(([name, value]) =>
    make("span", "", `${name} `, make("b", "", figure(value))),
  );
  if (question.chance !== null) {
    shown.push(make("span", "", "chance of an answer ", make("b", "", figure(question.chance))));
  }
  if (question.seconds !== null && question.seconds !== undefined) {
    shown.push(make("span", "", "seconds ", make("b", "", question.seconds.toFixed(2))));
  }
  return make("div", "scores", ...shown);
}

function judge(question) {
  if (!question.judge) return null;
  const { right, prompt, reply } = question.judge;
  return make(
    "details",
    "",
    make("summary", "", `The judge says it is ${right ? "right" : "wrong"}`),
    make("pre", "", prompt),
    make("pre", "", reply),
  );
}

function figure(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

function signed(value) {
  return (value > 0 ? "+" : "−") + Math.abs(value).toFixed(2);
}

// --- The documents ------------------------------------------------------------------------------------

/** The documents of a question with what is golden, cited and read marked; null if it has none. */
function sources(question) {
  const all = [...question.gold, ...question.cited, ...question.read];
  const places = [...new Set(all.map((mark) => mark[0]))];
  if (!places.length) return null;
  const view = make("div", "document");
  view.tabIndex = 0;
  view.setAttribute("role", "region");
  const legend = make("ul", "legend");
  const tabs = places.map((place) => {
    const { id, title } = data.documents[place];
    return button(title === id ? title : `${title} (${id})`, () => open(place));
  });

  function open(place) {
    const here = (marks) => marks.filter((mark) => mark[0] === place);
    view.setAttribute("aria-label", `Document ${data.documents[place].title}`);
    const used = render(view, data.documents[place].text, here(question.gold), here(question.cited), here(question.read));
    legend.replaceChildren(
      ...Object.keys(MARKS).filter((kind) => used.has(kind)).map((kind) => make("li", "", make("mark", kind, MARKS[kind]))),
    );
    tabs.forEach((tab, i) => tab.setAttribute("aria-pressed", String(places[i] === place)));
    requestAnimationFrame(() => reveal(view));
  }

  const head = make("div", "source-head", make("div", "tabs", ...tabs), legend);
  const whole = make("div", "", head, view);
  open(places[0]);
  return whole;
}

/** Scrolls the first mark that matters into the document's window, not the page. */
function reveal(view) {
  const mark = view.querySelector("mark:not(.read)") || view.querySelector("mark");
  if (!mark || view.scrollHeight <= view.clientHeight) return;
  const down = mark.getBoundingClientRect().top - view.getBoundingClientRect().top;
  view.scrollTop += down - view.clientHeight / 3;
}

/** Fills an element with a text and its marks; gives the kinds of marks that there are. */
function render(view, text, gold, cited, read) {
  const edges = new Set([0, text.length]);
  for (const [, start, end] of [...gold, ...cited, ...read]) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  const covers = (marks, at) => marks.find(([, start, end]) => start <= at && at < end);
  const used = new Set();
  const nodes = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const piece = text.slice(cuts[i], cuts[i + 1]);
    const [isGold, isCited, isRead] = [gold, cited, read].map((marks) => covers(marks, cuts[i]));
    const kind = isGold ? (isCited ? "both" : "gold") : isCited ? "cited" : isRead ? "read" : "";
    if (!kind) {
      nodes.push(...folded(piece));
      continue;
    }
    used.add(kind);
    const marked = make("mark", kind, kind === "read" ? null : make("span", "quiet", `(${MARKS[kind]}) `), piece);
    if (isCited && isCited[3] && isCited[2] === cuts[i + 1]) marked.append(make("sup", "marker", `[${isCited[3]}]`));
    nodes.push(marked);
  }
  view.replaceChildren(...nodes);
  return used;
}

function folded(piece) {
  if (piece.length < FOLD) return [piece];
  const middle = piece.slice(AROUND, -AROUND);
  const more = button(`Show ${middle.length.toLocaleString("en")} more characters`, () => more.replaceWith(middle));
  return [piece.slice(0, AROUND), more, piece.slice(-AROUND)];
}

filter();
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#q=")) follow();
});
follow();
