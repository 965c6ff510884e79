"""A CSV export as records of text, read in one pass: bounded in memory, strict in its encoding, hashed on the way."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.errors import DataError
from generator.recipes.recipe import FileShape

LONGEST_CELL = 131_072
LONGEST_LINE = 5_000_000
"""Characters of one record; three hundred columns of long notes stay below it."""
LARGEST_FILE = 500_000_000
"""Bytes; an export of half a million rows stays below it."""
Record = tuple[int, list[str]]


class Hashed(io.RawIOBase):
    """A file that hashes and counts what is read from it."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.digest = hashlib.sha256()
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._raw.readinto(buffer)
        self.digest.update(memoryview(buffer)[:count])
        self.read_bytes += count
        return count


def start_of(path: Path) -> bytes:
    """The first bytes of a file that can be read; `DataError` where it is none."""
    if path.is_symlink() and not path.exists():
        raise DataError(
            f"{path.name}: there is no such file. This is a link to a file that is not there.",
            "Name the file itself.",
        )
    if not path.exists():
        raise DataError(f"{path.name}: there is no such file.", "Check its name and folder.")
    if path.is_dir():
        raise DataError(f"{path.name}: this is a folder, not a file.", "Name the export itself.")
    if not path.is_file():
        raise DataError(f"{path.name}: this is not a file.", "Name the export itself.")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{path.name}: the file is larger than 500 MB.", "Export fewer years at a time.")
        with path.open("rb") as raw:
            return raw.read(8)
    except OSError:
        raise cannot_open(path) from None


def cannot_open(path: Path) -> DataError:
    """The error of a file that the computer does not give."""
    return DataError(
        f"{path.name}: the file cannot be opened.", "Close it in other programs, check who may read it."
    )


class CsvFile:
    """The records of one CSV; `sha256` and `notes` are whole once they have been read to their end."""

    typed = False

    def __init__(self, path: Path, shape: FileShape) -> None:
        self.path, self.shape, self.name = path, shape, path.name
        self.sha256 = ""
        self.notes = [f"{path.name}: read as {shape.encoding}."]
        self._size = 0
        self._number = 0
        self._ascii = True

    def records(self) -> Iterator[Record]:
        """Every record with its spreadsheet row number; blank rows count."""
        encoding = "utf-8-sig" if self.shape.encoding == "utf-8" else self.shape.encoding
        try:
            with self.path.open("rb", buffering=0) as raw:
                size = self.path.stat().st_size
                hashed = Hashed(raw)
                yield from self._parsed(
                    io.TextIOWrapper(io.BufferedReader(hashed, 1 << 16), encoding, newline="")
                )
                if hashed.read_bytes != size:
                    raise self._changed()
        except UnicodeError:
            raise self._not_encoded(encoding) from None
        except OSError:
            raise cannot_open(self.path) from None
        self.sha256 = hashed.digest.hexdigest()
        if not encoding.startswith("utf") and not self._ascii and _is_utf8(self.path):
            self.notes.append(
                f"{self.name}: every letter of it is also sound UTF-8. If accents look odd, write encoding: utf-8."
            )

    def _parsed(self, stream: io.TextIOWrapper) -> Iterator[Record]:
        reader = csv.reader(self._lines(stream), delimiter=self.shape.delimiter, strict=True)
        while True:
            self._number += 1
            self._size = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                raise self._broken(long="limit" in str(problem)) from None
            # Asked here too, because other packages lift the reader's own limit for the whole program.
            if self._size > LONGEST_CELL and any(len(cell) > LONGEST_CELL for cell in cells):
                raise self._broken(long=True)
            yield self._number, cells

    def _lines(self, stream: io.TextIOWrapper) -> Iterator[str]:
        while line := stream.readline(LONGEST_LINE):
            self._size += len(line)
            if self._size >= LONGEST_LINE:
                raise self._broken(long=True)
            if "\x00" in line:
                raise DataError(
                    f"{self.name}, about row {self._number}: holds a character that no text has.",
                    "Correct encoding in the recipe, or export the file again.",
                )
            self._ascii = self._ascii and line.isascii()
            yield line

    def _broken(self, *, long: bool) -> DataError:
        what = f"one cell is longer than {LONGEST_CELL:,} characters" if long else "the quotes do not match"
        todo = "A quote may not be closed." if long else "Inside a quoted cell a quote is written twice."
        return DataError(
            f"{self.name}, row {self._number}: {what}.", f"{todo} Look at this row and export again."
        )

    def _changed(self) -> DataError:
        return DataError(
            f"{self.name}: the file changed while it was read.",
            "Close it in other programs and import again.",
        )

    def _not_encoded(self, encoding: str) -> DataError:
        row = _row_of_strange_letter(self.path, encoding)
        where = f", about row {row}" if row else ""
        return DataError(
            f"{self.name}{where}: holds a letter that is not {self.shape.encoding}.",
            "Correct encoding in the recipe (exports of Windows programs are often windows-1252, “Unicode text” of a "
            "spreadsheet is utf-16), or save as UTF-8.",
        )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as raw:
        while piece := raw.read(1 << 16):
            yield piece


def _row_of_strange_letter(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    rows = 1
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
            rows += piece.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        return rows + piece[: problem.start].count(b"\n")
    except (UnicodeError, OSError):
        return None
    return rows


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, OSError):
        return False
    return True
