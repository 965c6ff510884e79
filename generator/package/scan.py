"""One file's bytes, once they are known to be text: read in one go, so that what is hashed is what is read."""

from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from pathlib import Path
from typing import TextIO

from generator.model import Finding

LARGEST_FILE = 400_000_000
"""Bytes. 500,000 rows with every field filled in are about 250 million."""
LONGEST_LINE = 5_000_000
"""Bytes between two line ends; three hundred columns of long texts stay far below it."""
BLOCK = 1_000_000
SAVE_AGAIN = "Open it in your spreadsheet and save it as CSV UTF-8 (comma delimited)."


class Unreadable(Exception):
    """The file as a whole cannot be used; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def stop(table: str, code: str, message: str, hint: str, row: int | None = None) -> Unreadable:
    """The one finding of a file that cannot be used, ready to be raised."""
    where = f"row {row}: " if row else ""
    return Unreadable(Finding("error", code, table, None, None, f"{where}{message}", hint))


def read(table: str, path: Path) -> bytes:
    """The file's bytes, at most so many; whatever is no ordinary file that can be read is `Unreadable`."""
    if path.is_symlink() and not path.exists():
        message = "this is a link to a file that is not there."
        raise stop(table, "broken-link", message, "Put the file itself here.")
    try:
        if path.is_dir():
            raise stop(table, "not-a-file", "this is a folder, not a file.", "Put the CSV file itself here.")
        if not path.is_file():
            raise stop(table, "not-a-file", "this is no ordinary file.", "Put the CSV file itself here.")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            raw = file.read(LARGEST_FILE + 1)
            after = os.fstat(file.fileno())
    except (OSError, ValueError):
        hint = "Close it in other programs, check who may read it."
        raise stop(table, "cannot-open", "the file cannot be opened.", hint) from None
    if len(raw) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1_000_000} MB."
        raise stop(table, "file-too-large", message, "Export fewer years.")
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if stat.S_ISREG(before.st_mode) and (not same or len(raw) != after.st_size):
        message = "the file changed while it was being read."
        raise stop(
            table, "changed-while-read", message, "Wait until the export is finished, and check again."
        )
    return raw


def lines(table: str, raw: bytes) -> TextIO:
    """The bytes as lines of UTF-8 text, with or without its mark at the start; anything else is `Unreadable`."""
    _refuse_other_encodings(table, raw)
    decoder = codecs.getincrementaldecoder("utf-8")()
    blank = True
    for start in range(0, len(raw), BLOCK):
        waiting = len(decoder.getstate()[0])
        try:
            text = decoder.decode(raw[start : start + BLOCK], final=start + BLOCK >= len(raw))
        except UnicodeDecodeError as problem:
            row = _row_at(raw, start - waiting + problem.start)
            raise stop(table, "not-utf8", "holds a letter that is not UTF-8.", SAVE_AGAIN, row) from None
        blank = blank and not text.strip("\ufeff").strip()
    if blank:
        hint = "Add a first row with the names of the columns, or take the file away."
        raise stop(table, "empty-file", "the file is empty.", hint)
    _refuse_long_lines(table, raw)
    return io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline="")


def _refuse_other_encodings(table: str, raw: bytes) -> None:
    start = raw[:1000]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(start) > 3 and start.count(0) * 3 > len(start)):
        raise stop(table, "not-utf8", "saved as Unicode text (UTF-16), not UTF-8.", SAVE_AGAIN)
    nul = raw.find(0)
    if nul >= 0:
        hint = "The file is damaged or is not a CSV. Export it again."
        raise stop(table, "nul-byte", "holds a character that no text has.", hint, _row_at(raw, nul))


def _refuse_long_lines(table: str, raw: bytes) -> None:
    """Stop at a line that no table has, before anything takes it apart."""
    begin = 0
    while begin + LONGEST_LINE < len(raw):
        end = begin + LONGEST_LINE
        last = max(raw.rfind(b"\n", begin, end), raw.rfind(b"\r", begin, end))
        if last < 0:
            message = f"one line is longer than {LONGEST_LINE // 1_000_000} million characters."
            hint = "The file is damaged or is not a CSV. Export it again."
            raise stop(table, "line-too-long", message, hint, _row_at(raw, begin))
        begin = last + 1


def _row_at(raw: bytes, position: int) -> int:
    """The spreadsheet row in which a byte lies; line breaks inside quotes do not count."""
    before = raw[:position].decode("utf-8", errors="replace").replace("\x00", " ")
    try:
        return max(1, sum(1 for _ in csv.reader(io.StringIO(before + "x", newline=""))))
    except csv.Error:
        return before.count("\n") + 1
