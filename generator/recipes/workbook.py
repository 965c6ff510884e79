"""A sheet of a workbook (XLSX) as records of text, exactly as its cells hold it.

Dates become 2026-03-04, moments 2026-03-04T09:05, times 09:05, yes and no true and false; formulas give the result that
the workbook keeps; numbers shown with leading zeros (format 0000) keep them; a cell that shows an error is the text of
it (#REF!).
"""

from __future__ import annotations

import hashlib
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from generator.errors import DataError, GeneratorError
from generator.recipes.lines import LONGEST_CELL, Record, cannot_open
from generator.recipes.recipe import FileShape, many, same

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 1_500_000_000
"""Bytes of all parts unpacked: a sheet of 500,000 rows and twenty columns takes about 600 million."""
LARGEST_PART = 300_000_000
"""Bytes of one part that is not a sheet and is kept in memory whole, such as all its different texts."""
LARGEST_RATIO = 150
"""Times that the parts may be larger than the file, above 50 MB: sheets that people fill are packed 5 to 40 times."""
MOST_PARTS = 10_000
LAST_ROW = 1_048_576
AT_ONCE = 500
"""Rows that are read in one go; openpyxl's warnings name cells and are kept quiet meanwhile."""


class SheetFile:
    """The records of one sheet; `notes` is whole once they have been read to their end."""

    typed = True

    def __init__(self, path: Path, shape: FileShape) -> None:
        _guard(path)
        self.path, self.shape, self.name = path, shape, path.name
        self.sha256 = _digest(path)
        self.notes: list[str] = []
        self._errors = 0

    def records(self) -> Iterator[Record]:
        """Every row with its number in the sheet; blank rows count."""
        with _Book(self.path) as book:
            sheet = self._sheet(book)
            self.notes.append(
                f"{self.name}: read as a workbook, sheet {book.sheetnames.index(sheet.title) + 1}."
            )
            sheet.reset_dimensions()
            yield from self._rows(sheet)
        if self._errors:
            self.notes.append(
                f"{self.name}: {many(self._errors, 'cell')} in which the spreadsheet shows an error."
            )
        if unknown := self._formulas_without_result():
            raise DataError(
                f"{self.name}: {many(unknown, 'cell')} with a formula whose result the file does not hold.",
                "Open it in a spreadsheet, save it, and import again.",
            )
        if _digest(self.path) != self.sha256:
            raise DataError(
                f"{self.name}: the file changed while it was read.",
                "Close it in other programs and import again.",
            )

    def _rows(self, sheet: Any) -> Iterator[Record]:
        for number, cells in enumerate(_careful(self.path, sheet.rows), 1):
            if number > LAST_ROW:
                # A damaged row number would be filled up to with empty rows, for hours.
                raise DataError(
                    f"{self.name}: has rows below the last that a sheet can have.",
                    "Save it again in a spreadsheet.",
                )
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            self._errors += sum(cell.data_type == "e" for cell in cells)
            if any(len(text) > LONGEST_CELL for text in texts):
                raise DataError(
                    f"{self.name}, row {number}: one cell is longer than {LONGEST_CELL:,} characters.",
                    "Look at this row and export again.",
                )
            yield number, texts

    def _sheet(self, book: Any) -> Any:
        wanted = self.shape.sheet
        if wanted is None:
            shown = [each for each in book.worksheets if each.sheet_state == "visible"]
            if not shown:
                raise DataError(
                    f"{self.name}: has no sheet that is shown.", "Name one with sheet in the recipe."
                )
            return shown[0]
        found = [each for each in book.worksheets if same(each.title) == same(wanted)]
        if not found:
            raise DataError(
                f"{self.name}: has no sheet of the name that the recipe gives, but {len(book.worksheets)} others.",
                "Correct sheet in the recipe.",
            )
        return found[0]

    def _formulas_without_result(self) -> int:
        """How many cells have a formula and no result, because a program wrote them and no spreadsheet opened them."""
        if not _has_formula(self.path):
            return 0
        with _Book(self.path) as kept, _Book(self.path, formulas=True) as written:
            title = self._sheet(kept).title
            both = zip(kept[title].rows, written[title].rows, strict=False)
            return sum(
                wrote.data_type == "f" and result.value is None
                for results, formulas in _careful(self.path, both)
                for result, wrote in zip(results, formulas, strict=False)
            )


def sheet_titles(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook that are shown."""
    _guard(path)
    with _Book(path) as book:
        return tuple(each.title for each in book.worksheets if each.sheet_state == "visible")


class _Book:
    """A workbook that is open for reading; everything that goes wrong with it is one `DataError`."""

    def __init__(self, path: Path, *, formulas: bool = False) -> None:
        self._path, self._formulas = path, formulas

    def __enter__(self) -> Any:
        # Here and not above: every command that reads tables knows this module, and few of them open a workbook.
        from openpyxl import load_workbook

        self._book = _careful_call(
            self._path,
            lambda: load_workbook(self._path, read_only=True, data_only=not self._formulas, keep_links=False),
        )
        return self._book

    def __exit__(self, *_: object) -> None:
        self._book.close()


def _careful(path: Path, rows: Iterator[Any]) -> Iterator[Any]:
    """The same rows; openpyxl has no error of its own for a damaged file, so any that it raises means one."""
    inner = iter(rows)
    while batch := _careful_call(path, lambda: list(islice(inner, AT_ONCE))):
        yield from batch


def _careful_call(path: Path, call: Callable[[], Any]) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return call()
    except (GeneratorError, MemoryError):
        raise
    except Exception:
        raise DataError(
            f"{path.name}: cannot be read as a workbook.",
            "Open it in a spreadsheet and save it as .xlsx, or its sheet as CSV UTF-8.",
        ) from None


def _guard(path: Path) -> None:
    """Refuse what is no workbook of today, and what would fill the machine, before anything is unpacked.

    Python unpacks no more of a part than the folder of the zip says, so the sizes there can be relied on.
    """
    with path.open("rb") as raw:
        if raw.read(4) == OLD:
            # A workbook with a password is kept in a file of the old kind, with this name inside.
            locked = "EncryptedPackage".encode("utf-16-le") in raw.read()
            what = "it has a password" if locked else "this is a workbook of the old kind (.xls)"
            todo = "without a password" if locked else "as .xlsx"
            raise DataError(
                f"{path.name}: {what}.", f"Open it in a spreadsheet and save it {todo}, or as CSV."
            )
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        raise DataError(
            f"{path.name}: the workbook is damaged.", "Save it again where it comes from."
        ) from None
    if "xl/workbook.xml" not in {each.filename for each in parts}:
        raise DataError(
            f"{path.name}: this is no Excel workbook (.xlsx).", "Save it as .xlsx, or its sheet as CSV UTF-8."
        )
    whole = sum(each.file_size for each in parts)
    other = max(each.file_size for each in parts if not each.filename.startswith("xl/worksheets/"))
    packed_size = max(1, path.stat().st_size)
    if (
        whole > LARGEST_UNPACKED
        or other > LARGEST_PART
        or len(parts) > MOST_PARTS
        or (whole > 50_000_000 and whole / packed_size > LARGEST_RATIO)
        or any(each.flag_bits & 1 for each in parts)
    ):
        raise DataError(
            f"{path.name}: unpacked, the workbook is far larger than a table of records can be.",
            "Copy the sheet into a new workbook, or save it as CSV UTF-8.",
        )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError:
        raise cannot_open(path) from None


def _has_formula(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/"):
                with packed.open(part) as raw:
                    rest = b""
                    while piece := raw.read(1 << 20):
                        if b"<f>" in rest + piece or b"<f " in rest + piece:
                            return True
                        rest = piece[-3:]
    return False


def _unescaped(text: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def _text(cell: Any) -> str:
    """A cell as canonical text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _unescaped(value) if "_x" in value else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _whole(cell, value)
    if isinstance(value, float):
        # Fifteen figures are what a spreadsheet itself keeps and shows.
        return _whole(cell, int(value)) if value.is_integer() else f"{Decimal(format(value, '.15g')):f}"
    return _moment(value, cell.number_format or "")


def _whole(cell: Any, value: int) -> str:
    shown = cell.number_format
    return str(value).zfill(len(shown)) if len(shown) > 1 and not shown.strip("0") else str(value)


def _moment(value: date | time | timedelta, shown: str) -> str:
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, datetime):
        value = _to_second(value)
        day = value.date().isoformat()
        # Midnight is a time of day where the cell shows hours, and else what every day begins with.
        whole_day = value.time() == time() and "h" not in re.sub(r'"[^"]*"', "", shown).lower()
        return day if whole_day else f"{day}T{_clock(value.time())}"
    if isinstance(value, time):
        return _clock(_to_second(datetime.combine(date(2000, 1, 1), value)).time())
    return value.isoformat()


def _to_second(moment: datetime) -> datetime:
    """A serial number is a fraction, and 09:05 comes as 09:04:59.999997."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _clock(clock: time) -> str:
    return clock.isoformat("seconds" if clock.second else "minutes")
