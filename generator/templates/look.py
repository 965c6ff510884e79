"""How the workbook looks, on the screen and on paper: colours, letters, borders, page."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

INK, PALE_INK, WHITE, LINE = "1F2A37", "55606E", "FFFFFF", "C3CBD4"
REQUIRED, ADVISED, OPTIONAL, MISSING = "12436D", "BFD7EA", "EEF1F4", "FDE9C8"
"""The heading of a column that must be filled, one worth filling, any other; a cell that is still missing."""

FILLS = {
    name: PatternFill("solid", start_color=colour, end_color=colour)
    for name, colour in (("required", REQUIRED), ("advised", ADVISED), ("optional", OPTIONAL))
}
HEADING = {
    "required": Font(name="Calibri", size=11, bold=True, color=WHITE),
    "advised": Font(name="Calibri", size=11, bold=True, color=INK),
    "optional": Font(name="Calibri", size=11, color=INK),
}
TITLE = Font(name="Calibri", size=18, bold=True, color=REQUIRED)
SUBTITLE = Font(name="Calibri", size=13, bold=True, color=REQUIRED)
PLAIN = Font(name="Calibri", size=11, color=INK)
STRONG = Font(name="Calibri", size=11, bold=True, color=INK)
QUIET = Font(name="Calibri", size=11, color=PALE_INK)
LINK = Font(name="Calibri", size=11, color="1D70B8", underline="single")
WRAP = Alignment(wrap_text=True, vertical="top")
MIDDLE = Alignment(vertical="center")
UNDER = Border(bottom=Side("thin", color=LINE))


def page(sheet: Worksheet, *, wide: bool, repeat: str = "") -> None:
    """A4 paper with the heading on every page, as wide as the sheet or as its rows need."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.fitToWidth = max(1, round(sheet.max_column / 9)) if wide else 1
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
    sheet.sheet_view.showGridLines = wide
    if repeat:
        sheet.print_title_rows = repeat
