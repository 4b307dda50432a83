"""Rows of dirty files: what they state becomes a document, what they do not stays unknown, what is broken is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.extract_mapping import ExtractMapping
from services.intake.adapters.extract_rows import (
    ExtractRefused,
    Unreadable,
    count_rows,
    document_of,
    key_of,
    read_rows,
)
from shared.kernel.refusals import InvalidInput


def a_mapping(form: str = "csv", **source: str) -> ExtractMapping:
    """Columns id, source, text, opened; everything came in by phone unless it says Web."""
    return ExtractMapping.model_validate(
        {
            "source": {"format": form, "key": "id", "name": "city", **source},
            "kind": {"column": "source", "default": "asb"},
            "channel": {"column": "source", "values": {"Phone": "phone", "Web": "online"}},
            "fields": {
                "description": {"column": "text"},
                "received_at": {"column": "opened", "format": "%d/%m/%Y %H:%M"},
                "occurred.from": {"column": "opened", "format": "%d/%m/%Y %H:%M"},
                "location.lat": {"column": "lat"},
                "reporter.anonymous": {"const": True},
            },
            "facts": {
                "reports_in_6_months": {"column": "times"},
                "landlord_contacted": {"column": "told", "values": {"true": "yes", "N": "no"}},
            },
        }
    )


ROW = {"id": "7", "source": "Phone", "text": "Noise", "opened": "01/07/2026 09:30", "lat": "", "times": "", "told": ""}
HEAD = ",".join(ROW)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "extract"
    file.write_bytes(text.encode(encoding))
    return file


def a_document(mapping: ExtractMapping | None = None, **cells: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document_of(ROW | cells, mapping or a_mapping()))
    return found


def codes(**cells: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as invalid:
        document_of(ROW | cells, a_mapping())
    return [(error.pointer, error.code) for error in invalid.value.errors]


def refusal(file: Path, mapping: ExtractMapping) -> str:
    with pytest.raises(ExtractRefused) as refused:
        count_rows(file, mapping)
    return str(refused.value).removeprefix(f"{file}: ")


def test_a_row_states_what_it_says_and_no_more() -> None:
    assert a_document() == {
        "kind": "asb",
        "channel": "phone",
        "description": "Noise",
        "received_at": "2026-07-01T09:30:00+01:00",
        "occurred": {"from": "2026-07-01"},
        "reporter": {"anonymous": True},
    }


def test_a_time_without_a_zone_is_the_sources_own() -> None:
    assert a_document(a_mapping(timezone="America/New_York"))["received_at"] == "2026-07-01T09:30:00-04:00"


def test_text_becomes_the_number_that_the_document_wants() -> None:
    assert a_document(lat=" 51.4 ")["location"] == {"lat": 51.4}
    assert a_document(times="3")["facts"] == {"reports_in_6_months": 3}


def test_words_are_mapped_without_regard_to_the_spaces_around_them() -> None:
    assert a_document(told=" N ", source="Web ")["facts"] == {"landlord_contacted": "no"}
    assert a_document(told=True)["facts"] == {"landlord_contacted": "yes"}
    assert "facts" not in a_document(told="perhaps")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"source": "Fax"}, [("/channel", "unmapped_value")]),
        ({"lat": "north"}, [("/location/lat", "bad_number")]),
        ({"lat": "nan"}, [("/location/lat", "bad_number")]),
        ({"times": "2.5"}, [("/facts/reports_in_6_months", "bad_number")]),
        ({"opened": "31/02/2026 09:30"}, [("/received_at", "bad_time"), ("/occurred/from", "bad_time")]),
    ],
)
def test_what_cannot_be_mapped_is_told_by_place_and_code(cells: dict[str, str], expected: list[Any]) -> None:
    assert codes(**cells) == expected


@pytest.mark.parametrize("key", [None, "", "  ", True, 7.5, ["Ada Example"], {"name": "Ada Example"}, "x" * 201])
def test_a_key_is_a_short_text_or_a_whole_number_and_nothing_else(key: Any) -> None:
    assert key_of(ROW | {"id": key}, a_mapping()) is None


def test_numbers_and_texts_are_keys() -> None:
    assert (key_of(ROW | {"id": 7}, a_mapping()), key_of(ROW | {"id": " 7 "}, a_mapping())) == ("7", "7")


def test_csv_rows_are_numbered_and_a_shifted_one_is_not_believed(tmp_path: Path) -> None:
    lines = [
        HEAD,
        "1,Phone,a,,,,",
        '2,Phone,"two\nlines",,,,',
        "3,Phone,one, too many,,,,",
        "4,Phone,cut o",
        "",
        "5,Web,e,,,,",
    ]
    found = list(read_rows(written(tmp_path, "\r\n".join(lines)), a_mapping()))
    assert [number for number, _ in found] == [1, 2, 3, 4, 5]
    assert [row.code for _, row in found if isinstance(row, Unreadable)] == ["too_many_cells", "too_few_cells"]
    assert [row["text"] for _, row in found if not isinstance(row, Unreadable)] == ["a", "two\nlines", "e"]


def test_a_spreadsheets_mark_before_the_first_letter_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert count_rows(written(tmp_path, f"{HEAD}\n1,Phone,a,,,,\n", "utf-8-sig"), a_mapping()) == 1


def test_other_encodings_are_read_and_the_wrong_one_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEAD}\n1,Phone,Café,,,,\n", "cp1252")
    ((_, row),) = read_rows(file, a_mapping(encoding="cp1252"))
    assert not isinstance(row, Unreadable)
    assert row["text"] == "Café"
    assert refusal(file, a_mapping()) == "this is not utf-8. Correct encoding in the mapping."


@pytest.mark.parametrize(
    ("form", "text", "says"),
    [
        ("csv", "", "this file is empty."),
        ("ndjson", "", "this file is empty."),
        ("csv", "id,text\n", "there is no column lat, opened, source, times, told."),
        ("csv", f"{HEAD},text\n", "the column text stands there twice."),
        ("csv", f'{HEAD}\n1,Phone,"Ada Example,,,,\n2,Phone,b,,,,\n', "line 3 is not CSV"),
        ("json", "[{", "line 1 is not JSON."),
        ("json", '[{"id": NaN}]', "NaN and Infinity are not JSON."),
        ("json", '{"id": 1}', "this is not a list of rows."),
        ("json", '[{"id": 1}]', "no row has lat, opened, source, text, times, told."),
        ("ndjson", '{"id": 1, "Ada Example": 2}\n', "no row has lat,"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path, form: str, text: str, says: str) -> None:
    said = refusal(written(tmp_path, text), a_mapping(form))
    assert said.startswith(says)
    assert "Ada" not in said


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv", a_mapping()) == "this extract cannot be read. Check the path."
    assert refusal(tmp_path, a_mapping()) == "this extract cannot be read. Check the path."


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert count_rows(written(tmp_path, f"{HEAD}\n"), a_mapping()) == 0


def test_one_bad_line_of_ndjson_spoils_no_other(tmp_path: Path) -> None:
    lines = [
        json.dumps(ROW),
        "{broken",
        "",
        "[1]",
        '{"id": "9", "safe": {"sms": "no", "sms": "yes"}}',
        '{"id": NaN}',
        json.dumps(ROW | {"id": "8"}),
    ]
    found = list(read_rows(written(tmp_path, "\n".join(lines)), a_mapping("ndjson")))
    told = [row.code if isinstance(row, Unreadable) else row["id"] for _, row in found]
    assert told == ["7", "not_json", "not_an_object", "given_twice", "not_json", "8"]
    assert count_rows(tmp_path / "extract", a_mapping("ndjson")) == 6


def test_a_json_list_with_a_member_twice_is_refused_with_the_row_and_nothing_of_what_it_says(tmp_path: Path) -> None:
    rows = f'[{json.dumps(ROW)}, {{"id": "9", "safe": [{{"sms": "no", "sms": "yes"}}]}}]'
    with pytest.raises(ExtractRefused, match="row 2 gives a member twice") as refused:
        count_rows(written(tmp_path, rows), a_mapping("json"))
    assert "sms" not in str(refused.value)


def test_a_json_list_gives_its_objects(tmp_path: Path) -> None:
    found = list(read_rows(written(tmp_path, json.dumps([ROW, 7])), a_mapping("json")))
    assert found == [(1, ROW), (2, Unreadable("not_an_object"))]
