"""A chart of seconds by entries, both on scales of powers of ten, as a picture of a few lines."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor, log10

from bench.report import spaced

Point = tuple[int, float]
"""Entries and seconds."""

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 30, 50
COLOURS = ("#1f5fa8", "#8a8a8a", "#c2571a")
FONT = 'font-family="DejaVu Sans, Arial, sans-serif" font-size="13"'


def growth_chart(title: str, lines: Mapping[str, Sequence[Point]]) -> str:
    """An SVG picture with a line for each name; every number is above zero."""
    return "\n".join(_parts(title, lines)) + "\n"


def _parts(title: str, lines: Mapping[str, Sequence[Point]]) -> Iterable[str]:
    points = [point for line in lines.values() for point in line]
    across = _scale([entries for entries, _ in points], LEFT, WIDTH - RIGHT)
    up = _scale([seconds for _, seconds in points], HEIGHT - BOTTOM, TOP)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>'
    yield f"<title>{title}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    for power, at in across.items():
        yield f'<path d="M{at} {TOP}V{HEIGHT - BOTTOM}" stroke="#e0e0e0"/>'
        below = HEIGHT - BOTTOM + 20
        yield f'<text x="{at}" y="{below}" text-anchor="middle">{_number(power)}</text>'
    for power, at in up.items():
        yield f'<path d="M{LEFT} {at}H{WIDTH - RIGHT}" stroke="#e0e0e0"/>'
        yield f'<text x="{LEFT - 8}" y="{at + 4}" text-anchor="end">{_number(power)} s</text>'
    middle = (LEFT + WIDTH - RIGHT) // 2
    under = f'x="{middle}" y="{HEIGHT - 10}" text-anchor="middle"'
    yield f"<text {under}>time entries of the month</text>"
    for (name, line), colour in zip(lines.items(), COLOURS, strict=False):
        places = [(_at(entries, across), _at(seconds, up)) for entries, seconds in line]
        track = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path d="M{track}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places)
        x, y = places[-1]
        yield f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>'
    yield "</svg>"


def _scale(numbers: Sequence[float], start: int, end: int) -> dict[int, int]:
    """Where each power of ten lies; the first and the last enclose all numbers."""
    first, last = floor(log10(min(numbers))), ceil(log10(max(numbers)))
    last = max(last, first + 1)
    step = (end - start) / (last - first)
    return {power: round(start + (power - first) * step) for power in range(first, last + 1)}


def _at(number: float, scale: Mapping[int, int]) -> float:
    first, last = min(scale), max(scale)
    part = (log10(number) - first) / (last - first)
    return scale[first] + part * (scale[last] - scale[first])


def _number(power: int) -> str:
    return spaced(10**power) if power >= 0 else f"{10.0**power:.{-power}f}"
