"""The static parts of the page: nothing of a document, a model or a user ever goes into these."""

from __future__ import annotations

from importlib import resources


def asset(name: str) -> str:
    """The text of a file of this package."""
    return resources.files("reqa_ui").joinpath(name).read_text("utf-8")


_SCRIPTS = "".join(f"<script>{asset(name)}</script>" for name in ("page.js", "hover.js", "follow.js"))
HEAD = f"<style>{asset('style.css')}</style>{_SCRIPTS}"
"""For the page's `<head>`. As `css`, Gradio would parse the style sheet, rewrite it and lose parts of it."""

_LOGO = (
    '<svg class="reqa-logo" viewBox="0 0 32 32" aria-hidden="true">'
    '<rect width="32" height="32" rx="8" fill="#0b5c6b"/>'
    '<path d="M12.5 8.5H8.5v15h4M19.5 8.5h4v15h-4" fill="none" stroke="#fff" stroke-width="2.6"/>'
    '<path d="M13 16h6" stroke="#ffd666" stroke-width="2.8"/></svg>'
)
HEADER = (
    f'<div class="reqa-brand">{_LOGO}<h1>reqa</h1>'
    "<p>Answers from your documents, with the exact sentences.</p></div>"
)
EDITING = "<p>You are editing an earlier question. It and the answers after it will be replaced.</p>"
WELCOME = (
    '<div class="reqa-welcome"><p class="reqa-headline">Ask about the documents</p>'
    "<p>Every statement links to the sentences that support it. "
    "When the documents do not say, you are told so.</p></div>"
)
STATUS = (
    '<p role="status"><span class="reqa-dot" aria-hidden="true"></span><span class="reqa-text"></span></p>'
    '<span class="reqa-clock" aria-hidden="true"></span>'
)
PANEL = """
<section class="reqa-panel" aria-labelledby="reqa-source-title">
  <header>
    <div class="reqa-source-top">
      <p class="reqa-kicker">Source</p>
      <div class="reqa-steps" role="group" aria-label="Citations of this answer" hidden>
        <button class="reqa-small reqa-previous" aria-label="Previous citation">Previous</button>
        <span class="reqa-step-count"></span>
        <button class="reqa-small reqa-next" aria-label="Next citation">Next</button>
      </div>
    </div>
    <h2 id="reqa-source-title">No sentence opened yet</h2>
    <p class="reqa-path"></p>
    <button type="button" class="reqa-back">Back to the answer</button>
  </header>
  <p class="reqa-panel-note"></p>
  <div class="reqa-document" tabindex="0" role="region" aria-label="Text of the document"></div>
  <p class="reqa-announcer" role="status"></p>
</section>
"""
LIBRARY = """
<button type="button" class="reqa-small reqa-open" aria-haspopup="dialog">Documents</button>
<dialog class="reqa-drawer" aria-labelledby="reqa-library-title">
  <header>
    <h2 id="reqa-library-title">Documents</h2>
    <button type="button" class="reqa-small reqa-close">Close</button>
  </header>
  <div class="reqa-drop" hidden>
    <p>Ask your own documents: drop files here, or</p>
    <button type="button" class="reqa-main reqa-pick">Choose files</button>
    <input type="file" class="reqa-file" aria-label="Files to ask" multiple hidden>
    <p class="reqa-limits"></p>
    <p class="reqa-private"></p>
  </div>
  <p class="reqa-progress" role="status"></p>
  <ul class="reqa-problems"></ul>
  <section class="reqa-group reqa-own" hidden>
    <h3>Your documents</h3>
    <ul></ul>
  </section>
  <section class="reqa-group reqa-shared">
    <h3>Shared documents</h3>
    <input type="search" class="reqa-filter" placeholder="Find by name" aria-label="Find a document" hidden>
    <button type="button" class="reqa-small reqa-all">Ask all of them</button>
    <ul></ul>
    <p class="reqa-left-out"></p>
    <ul class="reqa-unread"></ul>
  </section>
</dialog>
"""
TALKS = """
<button type="button" class="reqa-small reqa-open" aria-haspopup="dialog">Conversations</button>
<dialog class="reqa-drawer reqa-talks" aria-labelledby="reqa-talks-title">
  <header>
    <h2 id="reqa-talks-title">Conversations</h2>
    <button type="button" class="reqa-small reqa-close">Close</button>
  </header>
  <p><button type="button" class="reqa-main reqa-new">New chat</button></p>
  <label class="reqa-keep"><input type="checkbox"> Keep conversations in this browser</label>
  <p class="reqa-note">Otherwise they are gone when this page is closed or loaded again.</p>
  <p class="reqa-problem" role="status"></p>
  <ul class="reqa-list"></ul>
</dialog>
<dialog class="reqa-judge" aria-labelledby="reqa-judge-title">
  <form method="dialog">
    <h2 id="reqa-judge-title"></h2>
    <label for="reqa-comment"></label>
    <textarea id="reqa-comment" rows="4" maxlength="2000"></textarea>
    <p class="reqa-note">The question, the answer and your words go into a file of whoever runs reqa.</p>
    <p class="reqa-actions">
      <button type="button" class="reqa-small reqa-cancel">Cancel</button>
      <button type="submit" class="reqa-main">Send</button>
    </p>
  </form>
</dialog>
<p class="reqa-announcer" role="status"></p>
"""
