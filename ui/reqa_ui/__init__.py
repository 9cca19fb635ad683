"""The web chat of reqa: ask about the documents, open the exact sentences behind every statement.

`serve` runs it; `build` makes the page alone, for tests and for mounting it elsewhere. This package
knows reqa's public contract and nothing below it.
"""

from reqa_ui.app import build
from reqa_ui.server import serve
from reqa_ui.tunnel import WARNING as SHARE_WARNING

__all__ = ["SHARE_WARNING", "build", "serve"]
