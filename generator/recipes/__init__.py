"""Foreign exports → canonical tables, by a small YAML file that says which column becomes which field.

    recipe = read(Path("recipes/our-log.yml"))
    conversion = convert(recipe, [Path("export.csv")])
    plan_text(conversion)            what would happen, without a single cell
    write(conversion, workspace)     all tables, or none

A recipe:

    recipe: our-log                         its name, kept with what it imports
    title: Incident log, one row a child
    file: {encoding: windows-1252, delimiter: semicolon, header_row: 3}
    missing: ["-", n/a]                     read as empty
    tables:
      - table: incidents
        columns: {incident_id: Ref, child_id: Pupil, incident_date: When, intervention_category: Type}
        formats: {incident_date: DD/MM/YYYY HH:mm}
        values:
          intervention_category: {Figure of four: physical_restraint, Talked down: de_escalated_no_restriction}
        codes: {child_id: {prefix: child-, pad: 4}}
        constants: {setting_id: hazel-home}
        leave_out_without: [child_id]

Several files of the same shape are read one after the other; one file may feed several tables.
"""

from __future__ import annotations

from generator.recipes.conversion import convert
from generator.recipes.plan import plan_text
from generator.recipes.reading import read, shipped
from generator.recipes.recipe import Recipe
from generator.recipes.result import Conversion, Converted, Mapped, Unmapped
from generator.recipes.writing import write

__all__ = [
    "Conversion",
    "Converted",
    "Mapped",
    "Recipe",
    "Unmapped",
    "convert",
    "plan_text",
    "read",
    "shipped",
    "write",
]
