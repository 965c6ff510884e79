"""Control charts, intervals and comparisons, and the gates that decide which of them may speak."""
