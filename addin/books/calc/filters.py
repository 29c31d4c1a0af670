"""The filter of a table: which rows it shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlwings import base_classes
from xlwings.base_classes import empty_autofilter_criteria

from addin.books.calc.office import UnoObject, bridge
from addin.books.calc.unsupported import tell_left_out

# com.sun.star.sheet.FilterOperator2, by the words of xlwings
OPERATORS = {
    "equal_to": 2,
    "not_equal_to": 3,
    "greater_than": 4,
    "greater_than_or_equal": 5,
    "less_than": 6,
    "less_than_or_equal": 7,
}
WORDS = {number: word for word, number in OPERATORS.items()}
EMPTY, NOT_EMPTY, EQUAL = 0, 1, 2
TOP_ITEMS, TOP_PERCENT, BOTTOM_ITEMS, BOTTOM_PERCENT = 8, 9, 10, 11
# com.sun.star.sheet.FilterFieldType
NUMERIC, STRING, DATE = 0, 1, 2

Criteria = dict[str, Any]


@tell_left_out
class AutoFilter(base_classes.AutoFilter):
    """The filter of one table; fields are its columns, from 1."""

    def __init__(self, xl: UnoObject) -> None:
        self.xl = xl

    @property
    def _fields(self) -> Sequence[UnoObject]:
        fields: Sequence[UnoObject] = self.xl.getFilterDescriptor().getFilterFields3()
        return [_typed(field) for field in fields]

    def _set(self, fields: Sequence[UnoObject]) -> None:
        # Refreshing the database range leaves rows hidden that it hid before, and filtering its
        # cells knows neither lists nor empty cells: each does the half that it can.
        cells = self.xl.getReferredCells()
        nothing = cells.createFilterDescriptor(True)  # noqa: FBT003 - UNO takes no keywords
        nothing.ContainsHeader = self.xl.ContainsHeader
        cells.filter(nothing)
        if fields:
            descriptor = self.xl.getFilterDescriptor()
            descriptor.ContainsHeader = self.xl.ContainsHeader
            descriptor.setFilterFields3(tuple(fields))
            self.xl.refresh()

    @property
    def criteria(self) -> list[Criteria]:
        """What each column is filtered by; ``unknown`` for what xlwings has no word for."""
        area = self.xl.DataArea
        found = {
            number: empty_autofilter_criteria(number)
            for number in range(1, area.EndColumn - area.StartColumn + 2)
        }
        for field in self._fields:
            number = field.Field + 1
            told = _told(number, field)
            already = found[number]["type"] != "none"
            found[number] = empty_autofilter_criteria(number, "unknown") if already else told
        return list(found.values())

    def apply_values(self, field: int, values: Sequence[str]) -> None:
        """Show the rows with one of these texts."""
        self._replace(field, [filter_field(field, EQUAL, values)])

    def apply_comparison(
        self,
        field: int,
        operator: str,
        value1: str | Mapping[str, str] | None,
        value2: object = None,
    ) -> None:
        """Show the rows that compare so; None stands for an empty cell.

        Raises:
            NotImplementedError: ``between`` and ``not_between``.
        """
        if value2 is not None:
            message = "a filter between two values is not offered over LibreOffice"
            raise NotImplementedError(message)
        if value1 is None:
            emptiness = NOT_EMPTY if "not" in operator else EMPTY
            self._replace(field, [filter_field(field, emptiness, [])])
            return
        text = value1["value"] if isinstance(value1, Mapping) else value1
        self._replace(field, [filter_field(field, OPERATORS[operator], [text])])

    def _replace(self, number: int, fields: Sequence[UnoObject]) -> None:
        others = [field for field in self._fields if field.Field != number - 1]
        self._set([*others, *fields])

    def clear(self, field: int | None) -> None:
        """Show all rows again, or let one column filter no more."""
        if field is None:
            self._set([])
        else:
            self._replace(field, [])


def _typed(field: UnoObject) -> UnoObject:
    """A condition as it can be set again: read back, its texts are said to be numbers."""
    values = field.Values
    for value in values:
        if value.FilterType == NUMERIC and not value.IsNumeric:
            value.FilterType = STRING
    field.Values = values
    return field


def _told(number: int, field: UnoObject) -> Criteria:
    told = empty_autofilter_criteria(number, "unknown")
    texts = [value.StringValue for value in field.Values]
    plain = all(value.FilterType in {NUMERIC, STRING, DATE} for value in field.Values)
    if field.Operator in {EMPTY, NOT_EMPTY}:
        word = "equal_to" if field.Operator == EMPTY else "not_equal_to"
        told |= {"type": "comparison", "operator": word}
    elif field.Operator == EQUAL and len(texts) > 1 and plain:
        told |= {"type": "values", "values": texts}
    elif field.Operator in WORDS and len(texts) == 1 and plain:
        told |= {"type": "comparison", "operator": WORDS[field.Operator], "value1": texts[0]}
    return told


def filter_field(number: int, operator: int, texts: Sequence[str]) -> UnoObject:
    """One condition on a column.

    Args:
        number: Of the column, from 1.
        operator: UNO's number for it.
        texts: What cells are compared with; as numbers where it is a question of more or less.
    """
    uno = bridge()
    by_size = operator not in {EQUAL, OPERATORS["not_equal_to"]}
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField3")
    field.Field, field.Operator = number - 1, operator
    values = []
    for text in texts:
        value = uno.createUnoStruct("com.sun.star.sheet.FilterFieldValue")
        number_value = _number(text) if by_size else None
        value.IsNumeric = number_value is not None
        value.FilterType = STRING if number_value is None else NUMERIC
        value.NumericValue, value.StringValue = number_value or 0.0, text
        values.append(value)
    field.Values = tuple(values)
    return field


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
