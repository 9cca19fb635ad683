"""Finds a Chromium or Chrome for the browser tests, or installs one. `make test` runs it first.

Run it as a script to find or install; import `find_browser` to only look.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
)
_ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find_browser() -> Path | None:
    """The executable of an installed Chromium, Chrome or Edge, or of Playwright's own; None without one."""
    for name in _ON_PATH:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in _ELSEWHERE:
        if Path(place).exists():
            return Path(place)
    # In a process of its own: Playwright's event loop must not be left running in the caller.
    asked = subprocess.run(
        [sys.executable, "-c", _PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False
    )
    own = asked.stdout.strip()
    return Path(own) if own and Path(own).exists() else None


def browser_is_required() -> bool:
    """Whether the browser tests have to run: in CI a missing browser is a failure, elsewhere a warning."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def _install() -> None:
    """Try Playwright's download first, as it needs no rights, then Debian's package."""
    print("No Chromium or Chrome found; installing one ...", flush=True)
    quick = {**os.environ, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    _run([sys.executable, "-m", "playwright", "install", "chromium"], quick)
    if find_browser() is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], quiet)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet)


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Run an installer; how it ends does not matter, as the browser is looked for afterwards."""
    try:
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]} failed: {error}", file=sys.stderr)


def main() -> int:
    browser = find_browser()
    if browser is None:
        _install()
        browser = find_browser()
    if browser is not None:
        print(f"Browser for the tests: {browser}")
        return 0
    print(
        "No Chromium or Chrome was found and none could be installed, so the browser tests cannot run. "
        "Install one (Debian, Ubuntu: apt-get install chromium) and run this again.",
        file=sys.stderr,
    )
    return 1 if browser_is_required() else 0


if __name__ == "__main__":
    sys.exit(main())
