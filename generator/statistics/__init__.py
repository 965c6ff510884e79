"""Control charts, intervals and comparisons, and the gates that decide which of them may speak.

`scipy.stats` is imported in the functions that use it: it takes longer to load than all else that `check` needs.
"""
