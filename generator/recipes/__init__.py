"""Foreign exports → canonical tables, by a small YAML file that says which column becomes which field.

    recipe = read(Path("recipes/our-log.yml"))
    conversion = convert(recipe, [Path("export.csv")], people=None)
    plan_text(conversion)                what would happen, without a single cell
    in_the_way(conversion, workspace)    what `write` would not replace there
    write(conversion, workspace)         all tables, or none; `before=` is called when nothing stands in the way

A recipe (only `recipe` and `tables` with their `table` and `columns` must be there):

    recipe: our-log                         its name, kept with what it imports
    title: Incident log, one row a child
    file: {encoding: windows-1252, delimiter: semicolon, header_row: 3}
    missing: ["-", n/a]                     read as empty
    tables:
      - table: incidents
        columns: {incident_id: Ref, child_id: Pupil, incident_date: When, intervention_category: Type}
        formats: {incident_date: DD/MM/YYYY HH:mm}
        values: {intervention_category: {Figure of four: physical_restraint, Talked down: de_escalated_no_restriction}}
        codes: {child_id: {prefix: child-, pad: 4}}
        constants: {setting_id: hazel-home}
        leave_out_without: [child_id]

`file`, how an export is written (CSV or XLSX, told apart by its first bytes):

    encoding        utf-8 (with or without its mark), utf-16, windows-1252 …; strict: a letter that does not fit stops
    delimiter       comma, semicolon, tab, pipe, or one sign
    header_row      the row of the headings, 1 by default; rows above it are left out
    header_rows     [2, 3]: two rows; the upper is filled rightwards, the two are joined as "Upper / lower"
    header: none    no headings: columns are called "1", "2", … or by `names: [month, place, …]`
    sheet           the sheet of a workbook; by default its first visible one
    stop_at         Total: the table ends before the row whose first filled cell begins so; "": before a blank row;
                    {column: Date, word: Total}: asked of that column
    skip_footer     how many filled rows at the end are left out
    pivot           {headings: Measure, cells: Value}: long to wide; the other columns that are used tell rows apart

`files`, several of different shapes: a list, each with `name`, the keys above, and `match: "roll*.csv"`. A file goes to
each shape that its name matches; shapes without `match` take the other files in their order, and the last of them takes
what is left. One workbook may stand for several shapes with a `sheet` each. A table says `from: name` (or a list of
names), and may stand there again with another `from`: rows follow each other.

`tables`, each:

    columns            {field: column} or {field: [column, column]}: joined by a space, in codes by -
                       A heading that stands there twice is called "Notes (1)" and "Notes (2)". Columns of the program's
                       own: <row number>, <file name>, <row id> (16 letters and digits from the row's contents, people
                       columns left out: the same each time), <NAME number> for the first NAME that a rows_from makes,
                       <number in COLUMN> (1, 2, … among the table's rows with the same text there)
    link               incident_group_id or source_id: the column of incident_id names an event or the source's own
                       number; the row is repeated for each incident that has it
    rows_from          several rows from one row of the export; a list of steps multiplies
                       {columns: {Adult: [Staff 1, Staff 2], Position: [Position 1, Position 2]}}   wide columns
                       {columns: {Adult: "Staff #", Hold: headings}}      # is 1, 2, …; `headings` is the column's name
                       {cell: Adults, between: ","}                       a list in one cell
                       {cell: Used, between: "|", inside: ";", into: [What, Worked]}    pairs: hold; yes | hold; no
                       The first name is asked: where it is empty there is no row
    only_where         {column: [value, …]}: the other rows are left out and counted
    leave_out_where    {column: [value, …]}: such rows are left out and counted
    leave_out_without  [field, …]: rows without it are left out and counted
    formats            {field: format}, or a list of formats tried in order
                       dates and times: DD MM YYYY, D M YY, MMM, HH hh mm ss AM/PM in any order, with their signs; HHmm
                       (905 is 09:05, 45 is 00:45), DDMMYYYY; iso (a zone becomes local time in England); excel and
                       excel-1904 (serial numbers); auto (also where no format is given): read only where the whole
                       column allows one order of day and month, and the decision is shown; otherwise you are asked
                       numbers: number (1,200), minutes (12 mins, 1h 5m, 0:12)
    values             {field: {source value: code or [codes] or ""}}; "" leaves empty; capitals and spaces do not count
    otherwise          {field: code}: what every value outside its map becomes; counted
    split              {field: ","}: several values in one cell (18,19,21,): each through `values`, joined by |
    codes              {field: {prefix: child-, pad: 4}}; signs that a code cannot hold become - or _, not for people.
                       A place or technique in the export's own words becomes a code: {location_code: {}}.
                       as_written: true takes codes that look mangled by a spreadsheet (3-Apr)
    people             {child_id: child, staff_id: adult}: names or numbers become pseudonyms, by `convert(people=…)`
    constants          {field: value}

`words`, one source value to several fields, also of several tables; what is not named for a value is left empty:

    words:
      Type of hold:
        Figure of four: {intervention_category: physical_restraint, interventions.technique_code: figure_of_four}
        Guide: {intervention_category: guided_contact}        without a table: every table of the recipe that has it

What the columns of the source are called is compared without regard to capitals and spaces. Keep the source's own
incident number in `incidents.source_id`. `convert` asks `people(kind, identity)` with kind `child` or `adult`.

`canonical(files)` is a recipe without a file: sheets of a workbook, or CSVs, that are called as tables become those.
"""

from __future__ import annotations

from generator.recipes.canonical import CANONICAL, canonical
from generator.recipes.conversion import convert
from generator.recipes.plan import plan_text
from generator.recipes.reading import read, shipped
from generator.recipes.recipe import People, Recipe
from generator.recipes.result import Conversion, Converted, Mapped, Unmapped
from generator.recipes.wordmap import words_used
from generator.recipes.writing import in_the_way, write

__all__ = [
    "CANONICAL",
    "Conversion",
    "Converted",
    "Mapped",
    "People",
    "Recipe",
    "Unmapped",
    "canonical",
    "convert",
    "in_the_way",
    "plan_text",
    "read",
    "shipped",
    "words_used",
    "write",
]
