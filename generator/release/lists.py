"""The lists beside an audience's releases: for the version menu, and for people as plain pages without script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from generator.release.registry import Frozen, as_json

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# The colours and sizes of the sites (site_templates/theme/assets/readiness), only those that a short page needs.
STYLE = """
:root{color-scheme:light;--bg:#fff;--ink:#1b2429;--ink2:#46535a;--link:#14548c;--hair:#cdd5d8}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--bg:#14191c;--ink:#e8edef;--ink2:#b6c2c8;
--link:#8cc4f2;--hair:#3a464c}}
html{font-size:125%}
body{margin:0 auto;padding:1.6rem 1rem 2rem;max-width:34rem;background:var(--bg);color:var(--ink);font:.8rem/1.5
"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif}
h1{margin:0 0 .6rem;font-size:1.5rem;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0;font-size:1.1rem;line-height:1.3}
p{margin:.2rem 0 .4rem;max-width:30rem}
a{color:var(--link);overflow-wrap:anywhere}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
ol{margin:1.6rem 0 0;padding:0;list-style:none;border-top:3px solid var(--ink)}
li{padding:.6rem 0;border-bottom:1px solid var(--hair)}
.soft{color:var(--ink2);font-size:.7rem}
.newest{color:var(--ink2);font-size:.7rem;font-weight:400}
.go{margin:1rem 0;font-size:1rem;font-weight:700}
@media (max-width:30rem){h1{font-size:1.3rem}}
@media print{body{padding:0}}
"""


def lists(audience: str, stand: Sequence[Frozen]) -> dict[str, bytes]:
    """Every list of one audience by its path, in the order in which they are to be written; newest release first."""
    return {
        "latest/index.html": latest_page(audience, stand).encode("utf-8"),
        "index.html": list_page(audience, stand).encode("utf-8"),
        "versions.json": as_json(menu([each.release.version for each in stand])),
    }


def menu(versions: Sequence[str]) -> list[dict[str, object]]:
    """What the version menu reads, newest first (the format of Material for MkDocs, which is that of mike)."""
    return [
        {"version": version, "title": version, "aliases": [] if number else ["latest"]}
        for number, version in enumerate(versions)
    ]


def list_page(audience: str, stand: Sequence[Frozen]) -> str:
    """The list of releases for people."""
    items = "\n".join(_item(each, newest=not number) for number, each in enumerate(stand))
    body = f"""<h1>Releases for {escape(audience)}</h1>
<p>Each release is a copy of the site, kept as it was on the day it was published. Records that came later, or were
corrected later, do not alter it.</p>
<ol>
{items}
</ol>"""
    return page(f"Releases for {audience}", body)


def latest_page(audience: str, stand: Sequence[Frozen]) -> str:
    """The page that leads on to the newest release, by itself or by its link."""
    if not stand:
        return ""
    newest = stand[0].release
    target = f"../{newest.version}/index.html"
    body = f"""<h1>The newest release for {escape(audience)}</h1>
<p class="go"><a href="{target}">{escape(newest.version)}</a></p>
<p>It shows the records up to {said(newest.as_of)}.</p>
<p><a href="../index.html">All releases</a></p>"""
    return page(
        f"The newest release for {audience}", body, f'<meta http-equiv="refresh" content="0; url={target}">\n'
    )


def page(title: str, body: str, head: str = "") -> str:
    """A small page that needs no other file, in the look of the sites, light and dark."""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex,nofollow,noarchive">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
{head}<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def said(day: date) -> str:
    """A day as a sentence holds it: 6 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _item(each: Frozen, *, newest: bool) -> str:
    release = each.release
    mark = ' <span class="newest">newest</span>' if newest else ""
    note = f"\n<p>{escape(release.note)}</p>" if release.note else ""
    made = f" Published {escape(each.made_on)}." if each.made_on else ""
    return f"""<li>
<h2><a href="{release.version}/index.html">{escape(release.version)}</a>{mark}</h2>{note}
<p class="soft">Shows the records up to {said(release.as_of)}.{made}</p>
</li>"""
