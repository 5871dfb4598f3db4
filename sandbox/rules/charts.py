"""Charts and tables: `data_visualization`, `data_table` and `table`."""

from typing import Any

from sandbox.plain import lines
from sandbox.rules.checks import Broken, Check, anything, boolean, each, integer, number, one_of, shape, string, typed
from sandbox.rules.rich_text import rich_text_block

_MOST_SERIES = 6
_TABLE_CHARACTERS = 20_000
_label = string(20)
_point = shape({"label": _label, "value": number}, ("label", "value"))
_axis = shape({"categories": each(_label, 1, 20), "x_label": string(50), "y_label": string(50)}, ("categories",))
_series = each(shape({"name": _label, "data": each(_point, 1, 20)}, ("name", "data")), 1, _MOST_SERIES)


def _series_agree(chart: Any, at: str) -> None:
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) != len(names):
        raise Broken("series names must be unique", f"{at}/series")
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        raise Broken("categories must be unique", f"{at}/axis_config/categories")
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            raise Broken("must have exactly one data point per category", f"{at}/series/{index}/data")


def _slices_are_positive(chart: Any, at: str) -> None:
    for index, segment in enumerate(chart["segments"]):
        if segment["value"] <= 0:
            raise Broken("must be more than 0", f"{at}/segments/{index}/value")


_drawn = shape({"type": anything, "series": _series, "axis_config": _axis}, ("series", "axis_config"), _series_agree)
_CHARTS: dict[str, Check] = {
    "line": _drawn,
    "bar": _drawn,
    "area": _drawn,
    "pie": shape({"type": anything, "segments": each(_point, 1, _MOST_SERIES)}, ("segments",), _slices_are_positive),
}
data_visualization = shape(
    {"type": anything, "block_id": string(255), "title": string(50), "chart": typed(lambda: _CHARTS)}, ("title", "chart")
)

_CELLS: dict[str, Check] = {
    "raw_text": shape({"type": anything, "text": string(3000, 0)}, ("text",)),
    "raw_number": shape({"type": anything, "value": number, "text": string(3000)}, ("value",)),
    "rich_text": rich_text_block,
}
_row = each(typed(lambda: _CELLS), 1, 20)


def _rows_agree(table: Any, at: str) -> None:
    for index, row in enumerate(table["rows"]):
        if len(row) != len(table["rows"][0]):
            raise Broken("all rows must have the same number of cells", f"{at}/rows/{index}")
    if sum(len(line) for line in lines(table["rows"])) > _TABLE_CHARACTERS:
        raise Broken(f"must be less than {_TABLE_CHARACTERS + 1} characters", f"{at}/rows")


def _header_is_plain(table: Any, at: str) -> None:
    if any(cell["type"] == "rich_text" for cell in table["rows"][0]):
        raise Broken("header cells may not be rich_text", f"{at}/rows/0")
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        raise Broken("row_header_column_index is no column", at)


data_table = shape(
    {
        "type": anything,
        "block_id": string(255),
        "caption": string(255),
        "rows": each(_row, 2, 201),
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0, 19),
    },
    ("caption", "rows"),
    _rows_agree,
    _header_is_plain,
)


def _setting(value: Any, at: str) -> None:
    if value is not None:
        shape({"align": one_of("left", "center", "right"), "is_wrapped": boolean})(value, at)


table = shape(
    {"type": anything, "block_id": string(255), "rows": each(_row, 1, 100), "column_settings": each(_setting, 1, 20)},
    ("rows",),
    _rows_agree,
)
