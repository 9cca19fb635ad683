"""The web chat of reqa: ask about the documents, open the exact sentences behind every statement.

`serve` runs it; `build` makes the page alone, for tests and for mounting it elsewhere. This package
knows reqa's public contract and nothing below it.
"""

import os

# Gradio reads this once, when it is imported; without it, it reports usage over the network.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from reqa_ui.app import build
from reqa_ui.server import serve
from reqa_ui.tunnel import WARNING as SHARE_WARNING

__all__ = ["SHARE_WARNING", "build", "serve"]
