"""Worked examples: invented settings with invented children, and the seeded makers that write their tables."""
