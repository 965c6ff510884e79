"""The paper of one drawing: its size, its margins, and where a value lies on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.figures.lettering import CAP, LINE, lines_in, width_of
from generator.figures.palette import Palette

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Size and margins in the drawing's units; `x` and `y` are what the left and right, bottom and top stand for."""

    width: float
    height: float
    left: float = 1
    right: float = 1
    top: float = 1
    bottom: float = 1
    x: tuple[float, float]
    y: tuple[float, float]
    palette: Palette
    narrow: bool = False

    @property
    def across(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def down(self) -> float:
        """Height between the margins."""
        return self.height - self.top - self.bottom

    def px(self, x: float) -> float:
        """How far right of the left margin."""
        return (x - self.x[0]) / (self.x[1] - self.x[0]) * self.across

    def py(self, y: float) -> float:
        """How far below the top margin."""
        return (self.y[1] - y) / (self.y[1] - self.y[0]) * self.down

    def y_at(self, py: float) -> float:
        """The value at a height: the reverse of `py`."""
        return self.y[1] - py / self.down * (self.y[1] - self.y[0])

    def x_at(self, px: float) -> float:
        """The value at a distance from the left: the reverse of `px`."""
        return self.x[0] + px / self.across * (self.x[1] - self.x[0])


@dataclass(frozen=True, slots=True)
class Box:
    """A place that is taken: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words at a place; `y` is the foot of the first line. Lines are parted by a line break."""

    x: float
    y: float
    text: str
    align: Align = "left"
    bold: bool = False
    ink: str = "ink"
    halo: bool = False

    @property
    def box(self) -> Box:
        wide = width_of(self.text, bold=self.bold)
        start = {"left": self.x, "center": self.x - wide / 2, "right": self.x - wide}[self.align]
        return Box(start, self.y - CAP - 1, start + wide, self.y + (lines_in(self.text) - 1) * LINE + 3)


def first_free(choices: Iterable[Note], taken: Sequence[Box], bounds: Box) -> Note | None:
    """The first of the choices that lies within bounds and on nothing else; None where there is none."""
    for note in choices:
        box = note.box
        inside = (
            box.left >= bounds.left
            and box.right <= bounds.right
            and box.top >= bounds.top
            and box.bottom <= bounds.bottom
        )
        if inside and not any(box.meets(other) for other in taken):
            return note
    return None


def whole(sheet: Sheet) -> Box:
    """The whole paper, measured from the margins' corner like everything else."""
    return Box(-sheet.left, -sheet.top, sheet.across + sheet.right, sheet.down + sheet.bottom)
