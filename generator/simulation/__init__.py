"""Made-up settings in which nothing changes, and what the program would have said of them.

`make simulate` repeats everything here through the very functions that make the reports, and writes the figures to
`generator/statistics/simulated.yml`, which the methods page prints. The program itself never leans on this room.
"""
