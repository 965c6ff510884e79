"""Finished pages → a folder that opens from disk and over http, put in place whole or not at all.

`render` writes the Markdown, runs MkDocs strictly and checks what came out; `swap` puts the sites of one build in
place together. MkDocs is only the renderer at the very end: no plug-in, hook or macro of ours runs inside it.
"""

from __future__ import annotations

from generator.site.rendering import Rendered, hashes, render
from generator.site.swapping import swap

__all__ = ["Rendered", "hashes", "render", "swap"]
