"""The workbook: a sheet that explains, a sheet a table, all columns in words, all codes. The same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from math import ceil

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator import schema
from generator.schema import FieldSchema, TableSchema
from generator.templates import guide, look
from generator.templates.lists import CodeList, lists
from generator.templates.rules import LAST_ROW, number_format, validation, way

READY_ROWS = 100
"""Rows whose cells are written with their format; below them the format of the column holds, down to the last row."""
STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, and of the workbook: the hour at which it was made is not part of it."""
SAME_DAY = "1980-01-01T00:00:00Z"


def workbook() -> bytes:
    """The whole workbook as the bytes of an .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    known = lists()
    guide.how(book)
    for table in schema.tables().values():
        _table(book, table, known)
    guide.columns(book)
    guide.codes(book, known)
    out = io.BytesIO()
    book.save(out)
    return _still(out.getvalue())


def _table(book: Workbook, table: TableSchema, known: tuple[CodeList, ...]) -> None:
    sheet = book.create_sheet(table.name)
    sheet.sheet_properties.tabColor = look.REQUIRED if table.required else look.ADVISED
    places = {
        each.name: one.place
        for each in table.fields
        for one in known
        if f"{table.name}.{each.name}" in one.used_by
    }
    for number, each in enumerate(table.fields, 1):
        letter = get_column_letter(number)
        _column(sheet, each, number, letter)
        sheet.add_data_validation(validation(table, each, letter, places))
    _mark_missing(sheet, table)
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "B2"
    look.page(sheet, wide=True, repeat="1:1")


def _column(sheet: Worksheet, each: FieldSchema, number: int, letter: str) -> None:
    heading = sheet.cell(1, number, each.name)
    heading.font, heading.fill = look.HEADING[each.advice], look.FILLS[each.advice]
    heading.alignment, heading.border = look.MIDDLE, look.UNDER
    heading.comment = _help(each)
    style = number_format(each)
    free = each.publish in ("never", "cleared") and each.pattern is None
    column = sheet.column_dimensions[letter]
    column.number_format = style
    column.width = 48 if free else max(12, min(34, len(each.name) + 4))
    for row in range(2, READY_ROWS + 2):
        cell = sheet.cell(row, number)
        cell.number_format = style
        if free:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _help(each: FieldSchema) -> Comment:
    """What a column is for, shown over its heading."""
    must = "Must be filled.\n" if each.required else "Worth filling.\n" if each.advice == "advised" else ""
    text = f"{each.title}\n{must}{each.description}\n{way(each)}"
    lines = sum(ceil(len(line) / 44) for line in text.split("\n"))
    return Comment(text, "readiness", width=320, height=24 + 18 * lines)


def _mark_missing(sheet: Worksheet, table: TableSchema) -> None:
    """Colour the empty cells that must be filled, in rows that hold anything."""
    last = get_column_letter(len(table.fields))
    fill = PatternFill("solid", start_color=look.MISSING, end_color=look.MISSING)
    for number, each in enumerate(table.fields, 1):
        if each.required:
            letter = get_column_letter(number)
            missing = f'AND(COUNTA($A2:${last}2)>0,{letter}2="")'
            sheet.conditional_formatting.add(
                f"{letter}2:{letter}{LAST_ROW}", FormulaRule(formula=[missing], fill=fill)
            )


def _still(made: bytes) -> bytes:
    """The same file without the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + SAME_DAY.encode(), content)
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return out.getvalue()
