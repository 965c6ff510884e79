"""The invented changes of practice that were for everyone, a place, a team or a time of day."""

from __future__ import annotations

# Raised, began, origin, scope, its value, type of change, what it aims at (a hyphen where there is none); then the
# title that readers see.
SITE_CHANGES = (
    ("2023-10-09 2023-11-06 pattern location dining environment peers|dining", "Lunch in two smaller rooms"),
    (
        "2024-01-22 2024-02-19 training staff_team upper_school training demand",
        "Upper school: one instruction at a time",
    ),
    (
        "2024-03-11 2024-04-15 reg44 time_of_day late timetable routine_change|late",
        "Evening plan agreed with children after tea",
    ),
    (
        "2024-06-03 2024-07-01 parent whole_setting hazel-home family family_contact",
        "Calls with family at a time the child chooses",
    ),
    (
        "2024-09-23 2024-10-14 staff location playground environment peers|playground",
        "Quieter corner in the playground",
    ),
    (
        "2025-01-27 2025-02-24 pattern whole_setting hazel-school timetable transition|entrance|arrival",
        "Morning arrival routine: two doors, a known adult, breakfast for everyone",
    ),
    (
        "2025-05-12 2025-06-09 governor whole_setting hazel-school policy -",
        "Plain words in the policy for every kind of intervention",
    ),
    (
        "2025-07-07 2025-09-08 child_view whole_setting - communication_support demand|sensory",
        "Every child's own way of communicating, in every room, with adults taught to use it",
    ),
    (
        "2025-10-06 2025-11-03 inspection whole_setting hazel-home training demand",
        "Home: choices before instructions",
    ),
    (
        "2026-01-19 2026-02-02 reg45 time_of_day early staffing routine_change|early",
        "The same adult to wake each child on school days",
    ),
    (
        "2026-04-20 2026-05-11 governor whole_setting hazel-school policy -",
        "New recording form for the duties that began in April",
    ),
    (
        "2026-06-22 2026-07-06 staff location hall environment sensory|hall",
        "Hall: softer lights and panels against echo",
    ),
    (
        "2026-09-14 2026-09-28 reg44 time_of_day late relationship late|family_contact",
        "Late shift: one adult keeps the first hour free to talk",
    ),
)
