"""Turn a setting's own incident tables into evidence that helps children."""

from __future__ import annotations

__version__ = "0.1.0"
