"""The sheets of the workbook that explain: how to fill it, every column in words, every code with its meaning."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from generator import schema
from generator.templates import look
from generator.templates.lists import FIRST_ROW, SHEET, CodeList
from generator.templates.rules import LAST_ROW, way

HOW, COLUMNS = "how to fill this", "columns"
STEPS = (
    "Fill the sheet incidents. One row is one child in one incident. Four columns are enough: incident_id, child_id, "
    "incident_date and intervention_category. Each of the others lets the sites say more.",
    "Give each child and each adult a code of your own, and keep the list of who is who somewhere else. No name, date "
    "of birth, pupil number or NHS number belongs in any sheet.",
    "Choose a cell to read what belongs in it. Where there is an arrow, choose from the list: the sheet codes says "
    "what each code means. Where a cell may hold several, join them by | without spaces.",
    "Leave empty what was not recorded. An empty cell means: not known. It never counts as yes or as no.",
    "Do not rename, merge or move the headings, and put nothing above them. Sheets and columns that you do not need "
    "may stay empty.",
    "Save, then bring it in: readiness import canonical records.xlsx --workspace DIR",
    "Then see what the checks say: readiness check --workspace DIR",
)
NOTES = (
    "Codes are text here, so 007 stays 007. A small green corner beside such a cell is the spreadsheet's offer to take "
    "the zeros away: leave it.",
    "Dates are real dates, shown as year-month-day. Type them as you are used to, then look whether the day is the one "
    "you meant. Paste with Paste Special, Values, so that formats and lists stay.",
    f"Lists and formats are ready down to row {LAST_ROW:,}.",
)
KINDS = (
    ("required", "must be filled"),
    ("advised", "worth filling: opens figures on the first pages"),
    ("optional", "adds detail"),
)


def how(book: Workbook) -> None:
    """The first sheet: what to do, what the colours mean, and which sheet is for what."""
    sheet = book.create_sheet(HOW)
    _widths(sheet, 4, 24, 66, 20)
    sheet["B1"], sheet["B1"].font = "Records, by hand", look.TITLE
    sheet.row_dimensions[1].height = 30
    row = 3
    for number, step in enumerate(STEPS, 1):
        sheet.cell(row, 1, number).font = look.STRONG
        row = _line(sheet, row, step)
    row = _title(sheet, row + 1, "Colours of the headings")
    for kind, words in KINDS:
        cell = sheet.cell(row, 2, kind if kind != "advised" else "worth it")
        cell.font, cell.fill = look.HEADING[kind], look.FILLS[kind]
        sheet.cell(row, 3, words).font = look.PLAIN
        row += 1
    row = _title(sheet, row + 1, "What a spreadsheet does by itself")
    for note in NOTES:
        row = _line(sheet, row, note)
    row = _title(sheet, row + 1, "The sheets")
    for table in schema.tables().values():
        row = _sheet(sheet, row, table.name, table.description, "must be filled" if table.required else "")
    row = _sheet(sheet, row, COLUMNS, "Every column of every sheet, in words.", "to read")
    _sheet(sheet, row, SHEET, "Every code, with what it means.", "to read")
    look.page(sheet, wide=False)


def columns(book: Workbook) -> None:
    """Every column of every table: what it is called, how to fill it, what it is for."""
    sheet = book.create_sheet(COLUMNS)
    _widths(sheet, 20, 30, 26, 16, 46, 66)
    _headings(sheet, 1, ("sheet", "column", "what it is", "to be filled", "how", "what it is for"))
    row = 2
    for table in schema.tables().values():
        for each in table.fields:
            must = dict(KINDS)[each.advice].split(":")[0] if each.advice != "optional" else ""
            for place, text in enumerate(
                (table.name, each.name, each.title, must, way(each), each.description), 1
            ):
                cell = sheet.cell(row, place, text)
                cell.font = look.STRONG if place == 2 else look.PLAIN
                cell.alignment, cell.border = look.WRAP, look.UNDER
            row += 1
    sheet.freeze_panes = "C2"
    look.page(sheet, wide=True, repeat="1:1")
    sheet.page_setup.fitToWidth = 1
    sheet.sheet_view.showGridLines = False


def codes(book: Workbook, known: tuple[CodeList, ...]) -> None:
    """Every list, its codes and their meaning; the drop-down lists of the other sheets read them here."""
    sheet = book.create_sheet(SHEET)
    _widths(sheet, 30, 34, 62, 60)
    sheet["A1"] = "Every code. The lists of the other sheets read them here: change nothing on this sheet."
    sheet["A1"].font = look.STRONG
    _headings(sheet, FIRST_ROW - 1, ("list", "code", "what it means", "where it is used"))
    for each in known:
        for number, (code, words) in enumerate(each.codes.items()):
            row = each.row + number
            first = number == 0
            for place, text in enumerate(
                (each.name if first else None, code, words, ", ".join(each.used_by) if first else None), 1
            ):
                cell = sheet.cell(row, place, text)
                cell.number_format = "@"
                cell.font = look.STRONG if place == 1 else look.QUIET if place == 4 else look.PLAIN
                cell.alignment = look.WRAP
    sheet.freeze_panes = f"A{FIRST_ROW}"
    look.page(sheet, wide=True, repeat=f"{FIRST_ROW - 1}:{FIRST_ROW - 1}")
    sheet.page_setup.fitToWidth = 1
    sheet.sheet_view.showGridLines = False


def _sheet(sheet: Worksheet, row: int, name: str, words: str, note: str) -> int:
    link = sheet.cell(row, 2, name)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1", display=name)
    link.font, link.alignment = look.LINK, look.WRAP
    cell = sheet.cell(row, 3, words)
    cell.font, cell.alignment = look.PLAIN, look.WRAP
    sheet.cell(row, 4, note).font = look.STRONG if note.startswith("must") else look.QUIET
    sheet.cell(row, 4).alignment = look.WRAP
    for place in (2, 3, 4):
        sheet.cell(row, place).border = look.UNDER
    sheet.row_dimensions[row].height = 16 * max(1, -(-len(words) // 68)) + 4
    return row + 1


def _title(sheet: Worksheet, row: int, text: str) -> int:
    sheet.cell(row, 2, text).font = look.SUBTITLE
    return row + 1


def _line(sheet: Worksheet, row: int, text: str) -> int:
    """One paragraph across the width of the page."""
    sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=4)
    cell = sheet.cell(row, 2, text)
    cell.font, cell.alignment = look.PLAIN, look.WRAP
    sheet.cell(row, 1).alignment = look.WRAP
    sheet.row_dimensions[row].height = 16 * max(1, -(-len(text) // 108)) + 4
    return row + 1


def _headings(sheet: Worksheet, row: int, names: tuple[str, ...]) -> None:
    for place, name in enumerate(names, 1):
        cell = sheet.cell(row, place, name)
        cell.font, cell.fill = look.HEADING["required"], look.FILLS["required"]
        cell.alignment = look.MIDDLE


def _widths(sheet: Worksheet, *widths: int) -> None:
    for letter, width in zip("ABCDEFGH", widths, strict=False):
        sheet.column_dimensions[letter].width = width
