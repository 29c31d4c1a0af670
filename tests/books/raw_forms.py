"""Cells of a sheet in every form in which programs write them."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from addin.books.addresses import column_letters
from books.raw_books import STYLES
from books.scanned_sheets import HEIGHT, WIDTH

# What programs write into a cell: its attributes behind the address, and what is inside.
Form = tuple[str, str]

LETTERS = st.sampled_from("aZ09 \t\n&<>'\"_xé€\u00a0\u2003😀.,;=-+@#/") | st.characters(
    exclude_categories=["Cs", "Cc"]
)
TEXTS = st.text(LETTERS, max_size=12) | st.sampled_from(
    [
        "_x000D_\n",
        "a\r\nb\rc",
        "\r",
        "_x005F_x0041_",
        "_xD83D__xDE00_",
        " x ",
        "",
        "=A1",
        "_x0041",
        "a_x00e9_",
    ]
)
SHORT_NUMBERS = st.integers(0, 99_999_999).map(str) | st.sampled_from(["007", "0", "00000000"])
DAY_NUMBERS = st.floats(0, 60_000).map(repr) | st.sampled_from(
    ["0", "1", "59", "60", "61", "0.5", "0.99999999999", "46000.123456789", "2958465", "-1.5"]
)
ANY_NUMBERS = (
    st.floats(allow_nan=False, allow_infinity=False).map(repr)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str)
    | st.integers(-(10**20), 10**20).map(str)
    | st.sampled_from(["1E-3", "1.5E+300", "-0", "-0.0", "1.", ".5", "+4", "1e999", "5e-324"])
)
PLAIN_STYLES = [
    at for at, code in enumerate(STYLES) if code in ("General", "0.00", "@", "[Red]0.0")
]
SHARED = 12


def styled(style: int | None) -> str:
    return "" if style is None else f' s="{style}"'


STYLED = st.none() | st.integers(0, len(STYLES) - 1)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A cell as Excel, LibreOffice, XlsxWriter, openpyxl or Quotepart writes it."""
    style, formula = styled(draw(STYLED)), draw(st.sampled_from(["", "", *FORMULAS]))
    text = escape(draw(TEXTS))
    form: Form = draw(
        st.one_of(
            st.builds(lambda number: (style, f"<v>{number}</v>"), DAY_NUMBERS | SHORT_NUMBERS),
            st.builds(
                lambda at, number: (styled(at), f"{formula}<v>{number}</v>"),
                st.sampled_from(PLAIN_STYLES),
                ANY_NUMBERS | SHORT_NUMBERS,
            ),
            st.builds(lambda at: (f'{style} t="s"', f"<v>{at}</v>"), st.integers(0, SHARED - 1)),
            st.builds(lambda yes: (f'{style} t="b"', f"{formula}<v>{yes:d}</v>"), st.booleans()),
            st.just((f'{style} t="str"', f"{formula}<v>{text}</v>")),
            st.just((f'{style} t="inlineStr"', f"<is><t>{text}</t></is>")),
            st.just((f'{style} t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>')),
            st.just((style, formula)),
            st.just((style, "")),
            st.just((f'{style} t="s"', "<v></v>")),
            st.just((f'{style} t="str"', f"{formula}<v/>")),
            st.just((style, f"{formula}<v></v>")),
        )
    )
    return form


FORMULAS = (
    "<f>A1+1</f>",
    '<f t="shared" ref="B2:B9" si="0">"&lt;"&amp;A1</f>',
    '<f t="shared" si="0"/>',
    '<f t="array" ref="C3">SUM(A1:A3/2)</f>',
    "<f>A1\r\n  +A2</f>",
)


def cell_of(row: int, column: int, form: Form) -> str:
    attributes, inside = form
    opening = f'<c r="{column_letters(column)}{row}"{attributes}'
    return f"{opening}>{inside}</c>" if inside else f"{opening}/>"


def rows_of(cells: Mapping[tuple[int, int], Form]) -> str:
    """The XML of rows; a row without cells is closed at once."""
    rows: dict[int, list[str]] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, []).append(cell_of(row, column, cells[row, column]))
    spans = ' spans="1:8" x14ac:dyDescent="0.25"'
    last = max(rows, default=0)
    return "".join(
        f'<row r="{row}"{spans}>{"".join(rows[row])}</row>' if row in rows else f'<row r="{row}"/>'
        for row in range(1, last + 1)
        if row in rows or row % 3
    ).replace(' x14ac:dyDescent="0.25"', ' ht="15"')


SHEETS = st.dictionaries(
    st.tuples(st.integers(1, HEIGHT), st.integers(1, WIDTH)), forms(), max_size=60
)
SHARED_FORMS = st.builds(
    lambda text, form: form.format(escape(text)),
    TEXTS,
    st.sampled_from(
        [
            "<si><t>{}</t></si>",
            '<si><t xml:space="preserve">{}</t></si>',
            "<si><r><t>a </t></r><r><rPr><b/></rPr><t xml:space='preserve'>{}</t></r></si>",
            '<si><t>{}</t><rPh sb="0" eb="1"><t>ignored</t></rPh></si>',
            "<si/>",
            "<si><t/></si>",
        ]
    ),
)
