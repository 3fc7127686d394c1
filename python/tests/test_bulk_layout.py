"""How files are laid out: forms, what stands between cells, lines before the header, quotes,
widths.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import reading_of, rows_of, sent, written

from commdn import bulk
from commdn.bulk import Form

ENDS = {"LF": "\n", "CR LF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize(
    ("text", "form", "phones"),
    [
        ("phone\n5551230001\n", Form.CSV, ["5551230001"]),
        ("Name;Phone;Customer-ID\nA;555-123-0001;c\n", Form.CSV, ["5551230001"]),
        ("\ufeffcustomer_id\tchain\nc1\tRecordOnly\n", Form.CSV, [None]),
        (
            'phone,note\n"555 123 0001","a\nb"\n5551230002,x\n',
            Form.CSV,
            ["5551230001", "5551230002"],
        ),
        ("5551234567\n+1 (555) 123-4567\r\n", Form.NUMBERS, ["5551234567", "+15551234567"]),
        ('"5551234567"\n"5551234568"\n', Form.NUMBERS, ["5551234567", "5551234568"]),
        ("\n5551234567", Form.NUMBERS, ["5551234567"]),
        ("5551234567;\n5551234568;\n", Form.NUMBERS, ["5551234567", "5551234568"]),
        ("5551234567.0\n", Form.NUMBERS, ["5551234567"]),
        ("555,1234567\n201,0000001\n", Form.REGISTRY, ["5551234567", "2010000001"]),
        ('"555";"1234567"\n', Form.REGISTRY, ["5551234567"]),
        ("55,1\n555,1234567\n", Form.REGISTRY, ["5551234567"]),
        (
            "555,1234567\n5551234567\n\n555,7654321\n555,12E4567\n",
            Form.REGISTRY,
            ["5551234567", "5557654321"],
        ),
        ("555,1234567\n５５５,１２３４５６７\n", Form.REGISTRY, ["5551234567"]),
        ("555,1234567,2024-01-15,A\n555,7654321,2024-01-15,D\n", Form.CHANGES, ["5551234567"]),
        ("555,1234567,1/15/2024,a\n555,7654321,20240115,d\n", Form.CHANGES, ["5551234567"]),
        ("555\t1234567\t2024-01-15T10:11:12Z\tA\n", Form.CHANGES, ["5551234567"]),
        ("555,1234567,1/15/2024 12:00:00 AM,A\n", Form.CHANGES, ["5551234567"]),
        ("555,1234567,2024-01-15,Add\n555,7654321,2024-01-15,DELETE\n", Form.CHANGES, ["5551234567"]),
    ],
)
def test_forms_are_told_apart_and_read(
    tmp_path: Path, text: str, form: Form, phones: list[str | None]
) -> None:
    assert reading_of(tmp_path, text).form is form
    assert sent(tmp_path, text) == phones
    assert sent(tmp_path, text, form=form) == phones


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_cells_and_ends_lines_is_told_by_the_header(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    lines = [["name", "phone"], ["A", "5551234567"], ["B", "5551234568"]]
    text = ENDS[end].join(delimiter.join(cells) for cells in lines) + ENDS[end]
    rows = rows_of(written(tmp_path, text))
    assert [(row.line, row.phone) for row in rows] == [(2, "5551234567"), (3, "5551234568")]
    reading = reading_of(tmp_path, text)
    assert (reading.delimiter, reading.line_ends, reading.ignored_columns) == (
        delimiter,
        end,
        ("name",),
    )


def test_a_delimiter_that_is_given_is_used(tmp_path: Path) -> None:
    assert sent(tmp_path, "name:phone\nA:5551234567\n", delimiter=":") == ["5551234567"]
    assert sent(tmp_path, "name\tphone\nA\t5551234567\n", delimiter="tab") == ["5551234567"]
    for wrong in ("::", '"', "\n", ""):
        with pytest.raises(ValueError, match="delimiter"):
            bulk.open_table(tmp_path / "in", delimiter=wrong)


def test_a_header_that_two_delimiters_make_sense_of_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "phone,x;customer_id\n5551234567,1;2\n")
    with pytest.raises(
        bulk.BulkFileError, match="may both stand between cells: name the delimiter"
    ):
        bulk.open_table(path)
    assert [row.phone for row in rows_of(path, delimiter=",")] == ["5551234567"]


@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        ("\n\nphone,name\n5551234567,A\n", 3, ("", "")),
        ("Do not call, January\n\nphone,name\n5551234567,A\n", 3, ("Do not call January", "")),
        ("sep=;\nphone;name\n5551234567;A\n", 2, ("sep=",)),
        ('sep=|\r\nphone|name\r\n"5551234567"|A\r\n', 2, ("sep=",)),
        ("Exported 2024-01-15,,\nphone,name,\n5551234567,A,\n", 2, ("Exported 2024-01-15",)),
    ],
)
def test_lines_before_the_header_are_passed_over_and_told(
    tmp_path: Path, text: str, line: int, before: tuple[str, ...]
) -> None:
    assert sent(tmp_path, text) == ["5551234567"]
    reading = reading_of(tmp_path, text)
    assert (reading.header_line, reading.passed_over) == (line, before)
    told = " ".join(reading.describe())
    assert f"a header in line {line}" in told
    assert all(title in told for title in before)


def test_a_number_before_the_header_is_not_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "5551234567\nphone\n5551234568\n")
    with pytest.raises(bulk.BulkFileError, match="line 1: '5551234567' looks like a phone number"):
        bulk.open_table(path)


def test_a_header_with_a_line_end_in_quotes_is_one_header(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, 'phone,"note\n(internal)",customer_id\n5551230001,x,C1\n'))
    assert [(row.line, row.phone, row.customer_id, row.code) for row in rows] == [
        (3, "5551230001", "C1", "")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'phone,name\n5551234567,"Bob\n5551234568,Al\n',
            "line 2, column 12: the quote .* never closed",
        ),
        (
            'phone,name\n1,"a\nb"\n5551234567,"Bob\nx',
            "line 4, column 12: the quote .* never closed",
        ),
        (
            'name,phone\n"Bob,5551234567\nAl,5551234568\n"Cy",1\n',
            "line 4: .* the quote opens in line 2, column 1",
        ),
        ('phone,name\n5551234567,"Bob"x\n', "line 2: .* the quote opens in line 2, column 12"),
        ('phone\r"5551234567\r5551234568\r', "line 2, column 1: the quote .* never closed"),
        ('"phone\n5551234567\n', "line 1, column 1: the quote .* never closed"),
        ("phone\n" + "5" * 140_000 + "\n", "line 2: a cell is longer than 131,072 characters$"),
        (
            'phone\n"5551234567\n' + "5551234568\n" * 20_000,
            "line 2: a cell is longer .*: is its quote closed",
        ),
        (
            "phone," + "x" * 140_000 + "\n5551230001,1\n",
            "line 1: a cell is longer than 131,072 characters",
        ),
    ],
)
def test_quotes_and_cells_without_end_are_an_error_with_their_place(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(bulk.BulkFileError, match=words):
        bulk.open_table(written(tmp_path, text))


def test_a_row_that_is_wider_or_narrower_than_its_header_is_refused_by_itself(
    tmp_path: Path,
) -> None:
    text = (
        "name,customer_id,phone\nDoe, 2,C1,5551230001\nA,5551230002\nB,C2,5551230003\n"
        "C,C3,5551230004,,\nD,C4,5551230005,x\n\n,,\nE,C5,5551230006\n"
    )
    rows = rows_of(written(tmp_path, text))
    assert [(row.line, row.code) for row in rows] == [
        (2, "bad_row"), (3, "bad_row"), (4, ""), (5, ""), (6, "bad_row"), (7, "empty"), (8, "empty"), (9, ""),
    ]  # fmt: skip
    assert rows[0].text == "4 cells under a header of 3"
    assert [row.phone for row in rows if not row.code] == ["5551230003", "5551230004", "5551230006"]


def test_columns_without_a_name_are_no_place_for_values_at_the_end(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, ",phone,\n0,5551230001,\n1,5551230002,x\n2,5551230003\n"))
    assert [row.code for row in rows] == ["", "bad_row", ""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5551234567\t2024-01-15\n5557654321\t2024-02-01\n", "line 1: 2 cells, and no header"),
        ("5551234567;5557654321\n", "line 1: 2 cells, and no header"),
        ("5551234567\n5551234568,Al\n", "line 2: 2 cells, and no header"),
        ("555 1230001 20240115\n", "line 1: .*has a date"),
        ("2024-01-15 5551230001\n", "line 1: .*has a date"),
        ("555-123-4567/555-765-4321\n", "line 1: "),
        ("5551234567\n\nnobody\n", "line 3: .*'?nobody.* form is named as numbers"),
        ("100234\n100235\n", "line 1: .*6 digits"),
        ("CustomerName\n100234\n", "line 1: the header has no column .*: 'CustomerName'"),
        ("Lead ID\n1001\n", "line 1: the header has no column .*: 'Lead ID'"),
        ("amount\n12.50\n(3.20)\n", "line 1: the header has no column .*: 'amount'"),
        ("area,seven\n555,1234567\n555,1234568\n", "line 1: the header has no column"),
        ("555,1234567\n555,1\n555,12\n", "line 1: 2 cells, and no header"),
        ("Ada,Lovelace\n", "line 1: the header has no column"),
    ],
)
def test_without_a_header_every_line_is_a_number_or_the_file_is_an_error(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(bulk.BulkFileError, match=words):
        bulk.open_table(written(tmp_path, text))


def test_lines_that_are_no_numbers_are_refused_by_themselves_where_the_form_is_named(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "5551230001\nnobody\n5551230002,x\n\n5551230003\n")
    rows = rows_of(path, form="numbers")
    assert [row.code for row in rows] == ["", "bad_phone", "bad_row", "empty", ""]


def test_what_the_registry_deleted_is_skipped_and_told(tmp_path: Path) -> None:
    text = "555,1234567,2024-01-15,A\n555,7654321,2024-01-15,D\n555,7654321,2024-01-15,X\n555,1,2024-01-15,A\n"
    summary = bulk.check_file(written(tmp_path, text))
    assert (summary.valid, summary.skipped, summary.refused) == (1, 1, 2) and summary.adds_up
    assert summary.codes == {"deleted": 1, "bad_row": 2}
    deleted = rows_of(tmp_path / "in")[1]
    assert (deleted.phone, deleted.text) == (
        "5557654321",
        "deleted from the registry on 2024-01-15",
    )


@pytest.mark.parametrize("word", ["action", "Change Type", "add/delete", "operation"])
def test_a_column_of_additions_and_deletions_is_one(tmp_path: Path, word: str) -> None:
    text = f"phone,{word}\n5551230001,A\n5551230002,Deleted\n5551230003,\n"
    rows = rows_of(written(tmp_path, text))
    assert [row.code for row in rows] == ["", "deleted", "bad_row"]
    assert reading_of(tmp_path, text).change_column == word
    # Where it says anything else it is a column like others, and named as not used.
    other = f"phone,{word}\n5551230001,A\n5551230002,called back\n"
    assert sent(tmp_path, other) == ["5551230001", "5551230002"]
    assert reading_of(tmp_path, other).ignored_columns == (word,)


def test_a_row_with_words_of_phones_is_no_header(tmp_path: Path) -> None:
    text = "Kind,Value\nMobile,5551234567\nHome,5557654321\n"
    with pytest.raises(bulk.BulkFileError, match="line 1: the header has no column that is known"):
        bulk.open_table(written(tmp_path, text))
    with pytest.raises(bulk.BulkFileError, match="line 1: 2 cells, and no header"):
        bulk.open_table(written(tmp_path, text.partition("\n")[2]))
    assert sent(tmp_path, text, phone_columns=["Value"]) == ["5551234567", "5557654321"]
    days = "phone,20240101,20240102\n5551234567,1,2\n"
    assert sent(tmp_path, days) == ["5551234567"]


@pytest.mark.parametrize("end", ["", ",", ",,"])
def test_lines_of_the_registry_may_end_with_delimiters_and_its_trailer_is_no_number(
    tmp_path: Path, end: str
) -> None:
    rows = rows_of(written(tmp_path, f"555,1234567{end}\n555,7654321{end}\n000,0000002{end}\n"))
    found = [(row.phone if not row.code else None, row.code) for row in rows]
    assert found == [("5551234567", ""), ("5557654321", ""), (None, "bad_row")]


def test_a_second_header_in_another_order_is_an_error_of_the_file(tmp_path: Path) -> None:
    joined = "phone,account\n5551234567,100200300\naccount,phone\n100200301,5557654321\n"
    with pytest.raises(bulk.BulkFileError, match="line 3: this is a header.* than in line 1"):
        bulk.open_table(written(tmp_path, joined))
    same = joined.replace("account,phone\n100200301,5557654321", "Phone,account\n5557654321,1")
    assert sent(tmp_path, same) == ["5551234567", "5557654321"]
