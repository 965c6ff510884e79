"""Finished sites → frozen releases with their lists, and one release as a zip for one reader.

    releases/<audience>/<version>/      a frozen site, its files read-only, with `release.json`
    releases/<audience>/versions.json   what the version menu of every release reads over http
    releases/<audience>/index.html      the same list for people, from disk and without script
    releases/<audience>/latest/         a page that leads to the newest release

Only folders are moved here; nothing is computed.
"""

from __future__ import annotations

from generator.release.freezing import freeze, recover
from generator.release.naming import refuse
from generator.release.packing import snapshot
from generator.release.registry import names, read

__all__ = ["freeze", "names", "read", "recover", "refuse", "snapshot"]
