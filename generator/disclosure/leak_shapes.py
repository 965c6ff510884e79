"""Numbers that a drawing gives away: bars measured against labelled ones, and axes that end at a hidden number."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from generator.disclosure.leak_page import Node
from generator.disclosure.leak_tables import Seen
from generator.disclosure.leak_words import Hidden, is_marker, listed, named, words_of

DOMAIN = listed("domain domainraw domainmax domainmin extent max ymax xmax suggestedmax valuemax")
TICKS = frozenset(["values", "ticks", "tickvalues"])
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
BAND = re.compile(rf"\d+\s*(?:to|-|–)\s*({NUMBER})")
FIT = 0.04


@dataclass(frozen=True)
class Bar:
    """A drawn rectangle in the picture's own units, with what its own label says."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True)
class Words:
    """A text in a picture and where it stands (None: it does not say)."""

    text: str
    x: float | None
    y: float | None


def real(text: str | None) -> float | None:
    match = re.match(rf"\s*({NUMBER})(?:px)?\s*$", text or "")
    return float(match.group(1)) if match else None


def trailing(text: str) -> float | str | None:
    """The number a label ends in, "c" for a mark, "range" for a band, None for neither."""
    bare = text.strip()
    if re.search(r"\d\s*(?:to|-|–|or)\s*(?:\d|more)", bare):
        return "range"
    match = re.search(rf"(?:^|[\s:,=(])({NUMBER})\)?$", bare)
    if match:
        return float(match.group(1))
    last = re.split(r"[\s:,=]+", bare)[-1]
    return "c" if is_marker(last) or is_marker(bare) or "not shown" in bare.casefold() else None


def collect(node: Node, shift: tuple[float, float] = (0.0, 0.0)) -> tuple[list[Bar], list[Words]]:
    """The bars and texts below an element, group offsets added."""
    move = re.search(rf"translate\(\s*({NUMBER})(?:[\s,]+({NUMBER}))?", node.attrs.get("transform", ""))
    if move:
        shift = shift[0] + float(move.group(1)), shift[1] + float(move.group(2) or 0)
    bars: list[Bar] = []
    texts: list[Words] = []
    box = _box(node)
    if box and box[2] > 0 and box[3] > 0 and "background" not in node.attrs.get("class", ""):
        bars.append(Bar(box[0] + shift[0], box[1] + shift[1], box[2], box[3], _own_label(node)))
    if node.tag == "text":
        x, y = real(node.attrs.get("x")), real(node.attrs.get("y"))
        placed = x is not None or y is not None or shift != (0.0, 0.0)
        at = ((x or 0) + shift[0], (y or 0) + shift[1]) if placed else (None, None)
        texts.append(Words(node.text(), *at))
    for child in node.children:
        inner, words = collect(child, shift)
        bars += inner
        texts += words
    return bars, texts


def _own_label(node: Node) -> str:
    """What an element says about itself: its label or title, else all its data attributes."""
    inner = [child.text() for child in node.children if child.tag in ("title", "desc")]
    given = [node.attrs[name] for name in ("aria-label", "data-label", "title") if node.attrs.get(name)]
    data = " ".join(value for name, value in node.attrs.items() if name.startswith("data-"))
    return next((label for label in (*given, *inner, data) if label.strip()), "")


def _box(node: Node) -> tuple[float, float, float, float] | None:
    if node.tag == "rect":
        width, height = real(node.attrs.get("width")), real(node.attrs.get("height"))
        if width is None and height is None:
            return None
        size = (1.0 if width is None else width), (1.0 if height is None else height)
        return real(node.attrs.get("x")) or 0.0, real(node.attrs.get("y")) or 0.0, *size
    return _path_box(node.attrs.get("d", "")) if node.tag == "path" else None


def _path_box(d: str) -> tuple[float, float, float, float] | None:
    """The box of a path made of straight horizontal and vertical strokes; None for any other path."""
    x = y = 0.0
    points: list[tuple[float, float]] = []
    for command, body in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", d):
        numbers = [float(n) for n in re.findall(NUMBER, body)]
        if command in "zZ":
            continue
        if command.upper() in "ML" and len(numbers) == 2:
            x, y = (numbers[0], numbers[1]) if command.isupper() else (x + numbers[0], y + numbers[1])
        elif command.upper() == "H" and len(numbers) == 1:
            x = numbers[0] if command == "H" else x + numbers[0]
        elif command.upper() == "V" and len(numbers) == 1:
            y = numbers[0] if command == "V" else y + numbers[0]
        else:
            return None
        points.append((x, y))
    xs, ys = {round(p[0], 3) for p in points}, {round(p[1], 3) for p in points}
    if len(points) < 4 or len(xs) != 2 or len(ys) != 2:
        return None
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def in_drawing(svg: Node, file_words: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """Bars without a number whose length, measured against labelled bars or the axis, is a hidden number."""
    bars, texts = collect(svg)
    full = real(svg.attrs.get("width")), real(svg.attrs.get("height"))
    bars = [bar for bar in bars if (bar.width, bar.height) != full]
    yield from in_bars(bars, texts, file_words, hidden)


def in_styled(page: Node, file_words: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """Bars made of plain elements whose style gives a width or a height, measured the same way."""
    for side in ("width", "height"):
        pattern = re.compile(rf"(?<![\w-]){side}:\s*({NUMBER})")
        found = [(node, pattern.search(node.attrs.get("style", ""))) for node in page.walk()]
        sized = [(node, float(match.group(1))) for node, match in found if match]
        bars: list[Bar] = []
        for place, (node, size) in enumerate(sized):
            label = f"{_own_label(node)} {node.text()}".strip()
            bars.append(Bar(0, place, size, 1, label) if side == "width" else Bar(place, 0, 1, size, label))
        if len(bars) > 1 and all(bar.width > 0 and bar.height > 0 for bar in bars):
            yield from in_bars(bars, [], file_words, hidden)


def in_bars(
    bars: Sequence[Bar], texts: Sequence[Words], file_words: frozenset[str], hidden: Sequence[Hidden]
) -> Iterator[Seen]:
    """Bars without a number whose length is a hidden number in the unit of the labelled bars or the axis."""
    for upright in (True, False):
        across = [bar.width if upright else bar.height for bar in bars]
        along = [bar.height if upright else bar.width for bar in bars]
        if not bars or max(across) - min(across) > 0.02 * max(across):
            continue
        labels = _labels(bars, texts, upright)
        unit = _unit(along, labels) or _axis_unit(texts, upright)
        if not unit:
            continue
        for n, (length, label) in enumerate(zip(along, labels, strict=True)):
            if isinstance(trailing(label), float) or trailing(label) == "range":
                continue
            yield from _measured(length / unit, n, label, hidden, file_words)
        return


def _measured(
    size: float, place: int, label: str, hidden: Sequence[Hidden], file_words: frozenset[str]
) -> Iterator[Seen]:
    for value in sorted({item.value for item in hidden if item.value}):
        fitting = [item for item in hidden if item.value == value]
        spoken = trailing(label) == "c" or any(named(item, words_of(label) | file_words) for item in fitting)
        if abs(size - value) <= max(0.1, FIT * value) and spoken:
            yield Seen(f"bar {place + 1}", value)


def _labels(bars: Sequence[Bar], texts: Sequence[Words], upright: bool) -> list[str]:
    """What is written at each bar: its own label, or the value text that stands in the same line."""
    values = [words for words in texts if trailing(words.text) is not None]
    labels = [bar.label for bar in bars]
    if all(trailing(label) is not None for label in labels):
        return labels
    if len(values) == len(bars) and any(words.x is None for words in values):
        return [f"{label} {words.text}" for label, words in zip(labels, values, strict=True)]
    names = [words for words in texts if trailing(words.text) is None]
    written = [_nearest(bar, values, upright) or _nearest(bar, names, upright) for bar in bars]
    return [" ".join(both).strip() for both in zip(labels, written, strict=True)]


def _nearest(bar: Bar, values: Sequence[Words], upright: bool) -> str:
    start, size = (bar.x, bar.width) if upright else (bar.y, bar.height)
    found: list[tuple[bool, float, str]] = []
    for words in values:
        at = words.x if upright else words.y
        if at is not None and start - 0.3 * size <= at <= start + 1.3 * size:
            found.append((trailing(words.text) is None, abs(at - start - size / 2), words.text))
    return min(found)[2] if found else ""


def _unit(lengths: Sequence[float], labels: Sequence[str]) -> float | None:
    """How long one is, from the labelled bars; None where they do not agree."""
    ratios = [
        length / value
        for length, label in zip(lengths, labels, strict=True)
        if isinstance(value := trailing(label), float) and value > 0
    ]
    if not ratios or max(ratios) - min(ratios) > 0.1 * median(ratios):
        return None
    return median(ratios)


def _axis_unit(texts: Sequence[Words], upright: bool) -> float | None:
    """How long one is, from evenly spaced numbers along the axis."""
    ticks: dict[float, float] = {}
    for words in texts:
        at, value = (words.y if upright else words.x), real(words.text)
        if at is not None and value is not None:
            ticks[value] = at
    ordered = sorted(ticks)
    steps = [abs(ticks[b] - ticks[a]) / (b - a) for a, b in itertools.pairwise(ordered)]
    if not steps or not min(steps) or max(steps) - min(steps) > 0.05 * max(steps):
        return None
    return median(steps)


def axis_in_drawing(svg: Node, file_words: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """A scale of numbers in a drawing that ends exactly at a hidden number no shown value reaches.

    A number that is written more often than the scale writes its others stands at a mark too, and a range that ends
    above the last grid value but one needs the last: both say why the scale ends there, whatever is hidden beside them.
    """
    texts = [node.text().strip() for node in svg.all("text")]
    scale = sorted({float(text) for text in texts if re.fullmatch(NUMBER, text)})
    steps = {round(b - a, 6) for a, b in itertools.pairwise(scale)}
    if len(scale) < 2 or scale[0] != 0 or len(steps) != 1 or not any(trailing(text) == "c" for text in texts):
        return
    written = Counter(real(text) for text in texts)
    if written[scale[-1]] > min(written[value] for value in scale[:-1]):
        return
    if any(float(found.group(1)) > scale[-2] for text in texts if (found := BAND.fullmatch(text))):
        return
    words = words_of(" ".join(texts)) | file_words
    ends = {item.value for item in hidden if item.value == scale[-1] and named(item, words)}
    for value in sorted(ends):
        yield Seen("axis", value)


def in_domain(
    name: str, value: Any, path: str, data: frozenset[float], hidden: Sequence[Hidden]
) -> Iterator[Seen]:
    """The end of an axis, scale or legend that is a hidden number, where no shown number (`data`) explains it."""
    values = {item.value for item in hidden if item.value} - data
    bare = re.sub(r"[^a-z]", "", name.casefold())
    if bare in DOMAIN and isinstance(value, int | float) and not isinstance(value, bool):
        if value in values:
            yield Seen(path, int(value))
    elif bare in DOMAIN | TICKS and isinstance(value, list):
        numbers = [n for n in value if isinstance(n, int | float) and not isinstance(n, bool)]
        if len(numbers) > 1 and len(numbers) == len(value) and max(numbers) in values:
            yield Seen(f"{path}[{value.index(max(numbers))}]", int(max(numbers)))
