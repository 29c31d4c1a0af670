"""The colours of the workbook and the formats of its cells."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

INK = "#22333F"
MUTED = "#6B7A85"
FAINT = "#98A4AD"
ACCENT = "#1F5A7A"
LINK = "#1F6A94"
COMPUTED_HEADING = "#7F8E99"
COMPUTED = "#F3F5F6"
WHITE = "#FFFFFF"
HAIRLINE = "#D9E0E5"

FONT = "Calibri"

# Text colour and background of what a colour says.
GOOD = {"font_color": "#256D46", "bg_color": "#E4F2E9"}
BAD = {"font_color": "#A4262C", "bg_color": "#FBE6E4"}
ATTENTION = {"font_color": "#8A5300", "bg_color": "#FDF0D5"}
OVERRIDDEN = {"font_color": "#7A4300", "bg_color": "#FBD995", "bold": True}
UNDER_WAY = {"font_color": "#1F5A7A", "bg_color": "#E3EEF5"}
PAST = {"font_color": FAINT}
OUT = {"font_color": FAINT, "font_strikeout": True}


class Styles:
    """The formats of one workbook, each made once: Excel has a limit on their number."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:  # noqa: ANN401 - as XlsxWriter has them
        """The format with these properties, text in the middle of its row."""
        complete = {"font_name": FONT, "valign": "vcenter", "font_color": INK, **properties}
        return self._format(complete)

    def condition(self, **properties: Any) -> Format:  # noqa: ANN401
        """What a condition changes in a format, and nothing else."""
        return self._format(properties)

    def heading(self, *, computed: bool) -> Format:
        """Above a column, with room for two lines."""
        return self.of(
            bold=True,
            font_color=WHITE,
            bg_color=COMPUTED_HEADING if computed else ACCENT,
            text_wrap=True,
            align="left",
            indent=1,
            left=1,
            left_color=WHITE,
        )

    def cell(self, *, computed: bool, **properties: Any) -> Format:  # noqa: ANN401
        """A cell of a table."""
        fill = {"bg_color": COMPUTED} if computed else {}
        return self.of(
            bottom=1, bottom_color=HAIRLINE, right=1, right_color=HAIRLINE, **fill, **properties
        )

    def _format(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
