"""Columns of exports: their names, several phone numbers in a row, and numbers in parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OCS
from tables import reading_of, rows_of, sent, written
from test_bulk import results
from test_cli import run

import commdn
from commdn import bulk
from commdn.bulk.records import Record
from commdn.bulk.survey import Survey

PHONES = [
    "phone", "Phone Number", "phone_number", "PhoneNumber", "PHONE-NO.", "Telephone", "Tel", "Tel.", "Mobile",
    "Mobile Phone", "Cell", "Cell Phone", "MSISDN", "Contact Number", "Home Phone", "Work Phone", "Business Phone",
    "Primary Phone", "GSW_PHONE", "contact_info", "Telefon", "Telefonnummer", "Rufnummer", "Handynummer", "Handy",
    "Téléphone", "Teléfono", "Phone 1 - Value", "Phone 2", "Phone #", "Phone (Mobile)", "phone_work",
    "Телефон", "Номер телефона", "電話番号", "携帯電話", "电话", "手机号码", "전화번호", "휴대폰",
]  # fmt: skip
CUSTOMERS = ["customer_id", "CustomerID", "Customer Number", "GSW_CUSTOMER_ID", "Kundennummer"]
OTHERS = [
    "id",
    "Lead ID",
    "account",
    "phone_type",
    "Phone 1 - Type",
    "number",
    "fax",
    "e-mail",
    "do_not_phone",
    "amount",
]


@pytest.mark.parametrize("name", PHONES)
def test_names_of_phone_columns_are_known(tmp_path: Path, name: str) -> None:
    text = f"note,{name}\nx,5551234567\n"
    assert sent(tmp_path, text) == ["5551234567"]
    assert reading_of(tmp_path, text).phone_columns == (name,)


@pytest.mark.parametrize("name", CUSTOMERS)
def test_names_of_customer_columns_are_known_and_never_phones(tmp_path: Path, name: str) -> None:
    rows = rows_of(written(tmp_path, f"{name}\n100234567\n"))
    assert [(row.phone, row.customer_id) for row in rows] == [(None, "100234567")]


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_are_not_guessed_at(tmp_path: Path, name: str) -> None:
    with pytest.raises(bulk.BulkFileError, match="has no column that is known"):
        bulk.open_table(written(tmp_path, f"{name}\n5551234567\n"))
    text = f"phone,{name}\n5551234567,\n"
    assert sent(tmp_path, text) == ["5551234567"]
    assert reading_of(tmp_path, text).ignored_columns == (name,)


def test_all_phone_columns_of_a_row_are_sent(
    tmp_path: Path, simulator: commdn.Simulator, session: commdn.Session
) -> None:
    text = "name,phone,phone,Work Phone\nA,5551230001,5551230002,\nB,,,nobody\nC,,,\nD,5551230004,5551230004,\n"
    source, target = written(tmp_path, text), tmp_path / "out"
    summary = bulk.import_file(session, source, result=target)
    assert (summary.rows, summary.acknowledged, summary.refused) == (6, 4, 2)
    assert summary.reading is not None and summary.reading.phone_columns == (
        "phone",
        "phone",
        "Work Phone",
    )
    found = [(row["line"], row["phone"], row["code"]) for row in results(target)]
    assert found == [
        ("2", "5551230001", ""), ("2", "5551230002", ""), ("3", "nobody", "bad_phone"), ("4", "C,,,", "no_phone"),
        ("5", "5551230004", ""), ("5", "5551230004", ""),
    ]  # fmt: skip
    assert set(simulator.do_not_call(OCS)["phones"]) == {"5551230001", "5551230002", "5551230004"}


@pytest.mark.parametrize("durable", [False, True])
@pytest.mark.parametrize("dedupe", [False, True])
def test_an_import_of_several_phone_columns_is_resumed_within_a_line(
    tmp_path: Path, session: commdn.Session, durable: bool, dedupe: bool
) -> None:
    lines = [f"C{n},555123{n:04},555765{n:04},555123{n:04}" for n in range(20)]
    source = written(tmp_path, "customer_id,phone,mobile,work phone\n" + "\n".join(lines) + "\n")
    target = tmp_path / "out"

    def go(resume: bool) -> bulk.Summary:
        outbox = bulk.outbox_beside(target) if durable else None
        return bulk.import_file(
            session, source, result=target, resume=resume, outbox=outbox, dedupe=dedupe
        )

    first = go(resume=False)
    assert (first.rows, first.acknowledged, first.duplicate) == (
        60,
        40 if dedupe else 60,
        20 if dedupe else 0,
    )
    whole = target.read_bytes()
    for kept in (0, 1, 2, 3, 17, 59, 60):
        target.write_bytes(b"".join(whole.splitlines(keepends=True)[: kept + 1]))
        again = go(resume=True)
        assert (again.rows, again.resumed) == (60, kept)
        assert target.read_bytes() == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_column_that_may_hold_numbers_is_not_left_out_in_silence(tmp_path: Path) -> None:
    text = "phone,Spouse Phone\n5551230001,\n5551230002,555-765-4321\n"
    with pytest.raises(
        bulk.BulkFileError, match="'Spouse Phone' is not known, .*'555-765-4321' in line 3"
    ):
        bulk.open_table(written(tmp_path, text))
    assert sent(tmp_path, text, phone_columns=["phone"]) == ["5551230001", "5551230002"]
    assert reading_of(tmp_path, text, phone_columns=["phone"]).ignored_columns == ("Spouse Phone",)
    both = sent(tmp_path, text, phone_columns=["phone", "spouse phone"])
    assert both == ["5551230001", "5551230002", "5557654321"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Home", "5557654321"),
        ("Number", "5557654321"),
        ("", "5557654321"),
        ("x", "(555) 765-4321"),
        ("x", "+15557654321"),
    ],
)
def test_a_column_is_known_by_how_its_values_are_written(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(bulk.BulkFileError, match="is not known, and may hold phone numbers"):
        bulk.open_table(written(tmp_path, f"phone,{name},z\n5551230001,{value},\n"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Fax", "(555) 765-4321"),
        ("zip", "84101-1234"),
        ("account", "1002003004"),
        ("", "17"),
        ("Phone Ext", "123"),
    ],
)
def test_other_columns_are_named_as_ignored(tmp_path: Path, name: str, value: str) -> None:
    text = f"{name},phone\n{value},5551230001\n"
    assert sent(tmp_path, text) == ["5551230001"]
    assert reading_of(tmp_path, text).ignored_columns == ((name,) if name else ())


def test_columns_that_are_named_are_used_or_the_error_lists_what_is_there(tmp_path: Path) -> None:
    text = "Lead;Alt;Who;Scope\n1001;5551230001;C1;recordonly\n"
    path = written(tmp_path, text)
    rows = rows_of(path, phone_columns=["alt"], customer_column="Who", chain_column="SCOPE")
    assert [(row.phone, row.customer_id, row.chain) for row in rows] == [
        ("5551230001", "C1", "RecordOnly")
    ]
    for options in (
        {"phone_columns": ["Alt", "Altt"]},
        {"phone_columns": ["Alt"], "chain_column": "Altt"},
    ):
        with pytest.raises(
            bulk.BulkFileError, match="no column 'Altt' is in the header: 'Lead', 'Alt', 'Who'"
        ):
            bulk.open_table(path, **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="has no header"):
        bulk.open_table(path, phone_columns=["Alt"], form="numbers")
    ended = run(
        "dnc",
        "check",
        str(path),
        "--phone-column",
        "Alt",
        "--customer-column",
        "Who",
        "--delimiter",
        ";",
    )
    assert ended.returncode == 0, ended.stderr
    assert "phone: Alt; customer id: Who; ignored columns: Lead, Scope" in ended.stderr


def test_two_columns_for_one_customer_are_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "phone,customer_id,Customer Number\n5551230001,a,b\n")
    with pytest.raises(
        bulk.BulkFileError, match="known as customer id: 'customer_id', 'Customer Number'"
    ):
        bulk.open_table(path)
    assert [row.customer_id for row in rows_of(path, customer_column="Customer Number")] == ["b"]


@pytest.mark.parametrize(
    ("area", "phone", "right"),
    [
        ("555", "1234567", "5551234567"),
        ("555", "123-4567", "5551234567"),
        ("(555)", "123 4567", "5551234567"),
        ("555", "5551234", "5555551234"),
        ("801", "8015550177", "8015550177"),
        ("801", "(801) 555-0177", "8015550177"),
        ("801", "18015550177", "18015550177"),
        ("801", "+1 801 555 0177", "+18015550177"),
        ("030", "1234567", "0301234567"),
        ("030", "0301234567", "0301234567"),
        ("030", "+49 30 1234567", "+49301234567"),
        ("", "8015550177", "8015550177"),
        ("", "5550177", None),
        ("801", "5551234567", None),
        ("801", "+1 555 123 4567", None),
        ("20", "79460958", None),
        ("UT", "5550177", None),
        ("801", "123-4567 x12", None),
    ],
)
def test_an_area_code_in_a_column_of_its_own(
    tmp_path: Path, area: str, phone: str, right: str | None
) -> None:
    rows = rows_of(written(tmp_path, f"area_code,phone\n{area},{phone}\n"))
    assert [row.phone for row in rows if not row.code] == ([] if right is None else [right])
    if right is None:
        assert rows[0].code == "bad_phone" and rows[0].text


def test_an_area_code_is_told_and_needs_one_column_of_numbers(tmp_path: Path) -> None:
    assert reading_of(tmp_path, "NPA,number\n555,1234567\n").area_column == "NPA"
    assert sent(tmp_path, "NPA,number\n555,1234567\n") == ["5551234567"]
    path = written(tmp_path, "area_code,phone,mobile\n555,1234567,7654321\n")
    with pytest.raises(bulk.BulkFileError, match="several of phone numbers"):
        bulk.open_table(path)
    assert [row.phone for row in rows_of(path, phone_columns=["phone"])] == ["5551234567"]


@pytest.mark.parametrize(
    "name",
    ["area_cd", "ACODE", "Phone Area", "Home Area Code", "AreaCode1", "STD Code", "DDD", "Lada", "NPA"],
)
def test_names_of_columns_of_area_codes_are_known(tmp_path: Path, name: str) -> None:
    text = f"{name},Phone\n555,1234567\n"
    assert sent(tmp_path, text) == ["5551234567"]
    assert sent(tmp_path, text, phone_columns=["Phone"]) == ["5551234567"]


@pytest.mark.parametrize("name", ["area", "Prefix", "code", "x"])
def test_numbers_without_area_code_beside_what_may_be_one_are_an_error(
    tmp_path: Path, name: str
) -> None:
    text = f"{name},phone\n555,1234567\n555,7654321\n"
    with pytest.raises(bulk.BulkFileError, match="line 1: .*no area code.*--phone-column NAME"):
        bulk.open_table(written(tmp_path, text))
    assert sent(tmp_path, text, phone_columns=["phone"]) == ["1234567", "7654321"]
    whole = text.replace(",1234567", ",5551234567").replace(",7654321", ",5557654321")
    assert sent(tmp_path, whole) == ["5551234567", "5557654321"]


@pytest.mark.parametrize(("name", "value"), [("zip code", "90210"), ("age", "47"), ("note", "x")])
def test_other_columns_beside_local_numbers_are_none_of_area_codes(
    tmp_path: Path, name: str, value: str
) -> None:
    assert sent(tmp_path, f"{name},phone\n{value},1234567\n") == ["1234567"]


@pytest.mark.parametrize(
    "name", ["action", "type", "Status", "A/D", "flag", "Add/Delete Indicator", "whatever"]
)
@pytest.mark.parametrize(("added", "deleted"), [("A", "D"), ("a", "d"), ("Add", "Delete")])
def test_deletions_are_not_sent_whatever_the_column_is_called(
    tmp_path: Path, name: str, added: str, deleted: str
) -> None:
    text = f"Phone,{name}\n5551234567,{added}\n5557654321,{deleted}\n"
    rows = rows_of(written(tmp_path, text))
    assert [(row.phone, row.code) for row in rows] == [("5551234567", ""), ("5557654321", "deleted")]
    assert reading_of(tmp_path, text).change_column == name


def test_a_change_that_is_neither_is_refused_by_itself(tmp_path: Path) -> None:
    text = "op,phone\nI,5551234567\nD,5557654321\nU,5551230001\n"
    codes = [(row.line, row.code) for row in rows_of(written(tmp_path, text))]
    assert codes == [(2, ""), (3, "deleted"), (4, "bad_row")]


@pytest.mark.parametrize(
    ("name", "values"), [("status", "New Active"), ("type", "A B"), ("action", "A called")]
)
def test_other_values_say_nothing_of_changes(tmp_path: Path, name: str, values: str) -> None:
    first, second = values.split()
    text = f"phone,{name}\n5551234567,{first}\n5557654321,{second}\n"
    assert sent(tmp_path, text) == ["5551234567", "5557654321"]
    assert reading_of(tmp_path, text).change_column is None


@pytest.mark.parametrize(
    ("name", "yes", "no"), [("DoNotCall", "1", "0"), ("dnc", "TRUE", "FALSE"), ("Opt Out", "Y", "N")]
)
def test_numbers_that_are_not_to_be_on_the_list_are_not_sent_in_silence(
    tmp_path: Path, name: str, yes: str, no: str
) -> None:
    text = f"phone,{name}\n5551234567,{yes}\n5557654321,{no}\n"
    with pytest.raises(bulk.BulkFileError, match=f"line 1: .*{name}.*{no}.*line 3.*--phone-column"):
        bulk.open_table(written(tmp_path, text))
    assert sent(tmp_path, text.replace(f",{no}", f",{yes}")) == ["5551234567", "5557654321"]


@pytest.mark.parametrize(
    ("country", "phone", "right"),
    [
        ("44", "2079460958", "+442079460958"),
        ("+44", "20 7946 0958", "+442079460958"),
        ("0044", "2079460958", "+442079460958"),
        ("44", "+442079460958", "+442079460958"),
        ("44", "442079460958", None),
        ("44", "020 7946 0958", None),
        ("44", "+15551234567", None),
        ("1", "5551234567", "+15551234567"),
        ("1", "15551234567", "15551234567"),
        ("US", "5551234567", "5551234567"),
        ("", "5551234567", "5551234567"),
    ],
)
def test_a_country_code_in_a_column_of_its_own(
    tmp_path: Path, country: str, phone: str, right: str | None
) -> None:
    rows = rows_of(written(tmp_path, f"country_code,phone\n{country},{phone}\n"))
    assert [row.phone for row in rows if not row.code] == ([] if right is None else [right])


@pytest.mark.parametrize(
    ("cell", "chain"),
    [
        ("AllChain", "AllChain"),
        ("RECORDONLY", "RecordOnly"),
        (" record only ", "RecordOnly"),
        ("", None),
    ],
)
def test_a_scope_is_checked_by_the_table(tmp_path: Path, cell: str, chain: str | None) -> None:
    rows = rows_of(
        written(tmp_path, f"phone,GSW_CHAIN_ATTR\n5551230001,{cell}\n5551230002,HalfChain\n")
    )
    assert [(row.chain, row.code) for row in rows] == [(chain, ""), (None, "bad_chain")]
    assert "'HalfChain' is neither AllChain nor RecordOnly" in rows[1].text
    with pytest.raises(ValueError, match="chain 'HalfChain'"):
        bulk.open_table(tmp_path / "in", chain="HalfChain")


def test_numbers_are_sent_as_they_are_written_where_that_is_asked_for(tmp_path: Path) -> None:
    text = "phone\n555-123 0001\n*72\n\n"
    assert sent(tmp_path, text, as_is=True) == ["555-123 0001", "*72"]
    # What the file holds is not decided by that.
    with pytest.raises(bulk.BulkFileError, match="'Lead ID'"):
        bulk.open_table(written(tmp_path, "Lead ID\n1001\n"), as_is=True)
    with pytest.raises(ValueError, match="as_is"):
        bulk.open_table(tmp_path / "in", as_is=True, region="US")


MANY = 400


@pytest.mark.parametrize("first", ["5551234567,", "5551234567,x"])
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("alt contact", "5557654321", "'alt contact' is not known.*'5557654321' in line 402"),
        ("x", "+1 555 765 4321", "'x' is not known.*line 402"),
        ("dnc", "N", "'dnc' says 'N' in line 402"),
    ],
)
def test_what_a_column_holds_is_told_by_the_whole_file(
    tmp_path: Path, first: str, name: str, value: str, words: str
) -> None:
    text = f"phone,{name}\n" + f"{first}\n" * MANY + f"5551230001,{value}\n"
    with pytest.raises(bulk.BulkFileError, match=words):
        bulk.open_table(written(tmp_path, text))


@pytest.mark.parametrize(
    ("name", "added", "deleted"), [("st", "A", "D"), ("status", "active", "deleted"), ("op", "+", "-")]
)
def test_a_deletion_far_down_is_not_sent(
    tmp_path: Path, name: str, added: str, deleted: str
) -> None:
    text = f"phone,{name}\n" + f"5551234567,{added}\n" * MANY + f"5557654321,{deleted}\n"
    rows = rows_of(written(tmp_path, text))
    assert [row.code for row in rows] == [""] * MANY + ["deleted"]
    assert reading_of(tmp_path, text).change_column == name


def test_an_update_beside_additions_and_deletions_is_refused_by_itself(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "phone,st\n5551234567,A\n5557654321,D\n5551230001,U\n"))
    assert [row.code for row in rows] == ["", "deleted", "bad_row"]
    assert sent(tmp_path, "phone,op\n5551234567,-\n5557654321,\n") == ["5551234567", "5557654321"]


@pytest.mark.parametrize("whole", ["5551234567,", "5551234567,555"])
def test_one_number_without_area_code_beside_a_column_of_them_is_an_error(
    tmp_path: Path, whole: str
) -> None:
    text = "phone,area\n" + f"{whole}\n" * MANY + "7654321,555\n"
    with pytest.raises(bulk.BulkFileError, match="no area code, as in line 402, .*'area'"):
        bulk.open_table(written(tmp_path, text))
    assert sent(tmp_path, "phone,area\n5551234567,555\n7654321,\n") == ["5551234567", "7654321"]


def test_a_survey_keeps_few_records_of_a_long_file(tmp_path: Path) -> None:
    with bulk.open_table(written(tmp_path, "phone,note\n5551234567,x\n")) as table:
        assert table._layout.columns is not None
        survey = Survey(table._layout.columns)
    for line in range(100_000):
        survey.note(Record(line, [f"555{line:07}", f"note {line}"]))
    assert len(survey.records) <= 40


@pytest.mark.parametrize(
    ("name", "values", "line"),
    [
        ("dnc", "x|", 3),
        ("DoNotCall", "|1", 2),
        ("HasOptedOutOfCall__c", "true|false", 3),
        ("Do Not Contact", "Yes|No", 3),
        ("Nicht anrufen", "ja|nein", 3),
        ("opt_in", "N|Y", 3),
        ("Can Call", "No|Yes", 3),
        ("status", "opted out|opted in", 3),
    ],
)
def test_flags_and_permissions_of_other_programs_are_not_passed_over(
    tmp_path: Path, name: str, values: str, line: int
) -> None:
    first, second = values.split("|")
    text = f"phone,{name}\n5551234567,{first}\n5557654321,{second}\n"
    with pytest.raises(bulk.BulkFileError, match=f"'{name}' says .* in line {line}"):
        bulk.open_table(written(tmp_path, text))
    assert len(sent(tmp_path, text, phone_columns=["phone"])) == 2


@pytest.mark.parametrize(("name", "value"), [("dnc", ""), ("opt_in", "N"), ("opt_out", "Y")])
def test_flags_that_say_the_same_of_all_rows_change_nothing(
    tmp_path: Path, name: str, value: str
) -> None:
    text = f"phone,{name}\n5551234567,{value}\n5557654321,{value}\n"
    assert sent(tmp_path, text) == ["5551234567", "5557654321"]


@pytest.mark.parametrize(
    ("cell", "customer"),
    [
        ("000123", "000123"), ('"=""000123"""', "000123"), ("'000123", "000123"), ("'t Hooft", "'t Hooft"),
        ("\ufeffC1\u200b", "C1"), ("NULL", None), ("\\N", None), ("#N/A", None), ("<NA>", None), ("12E5", "12E5"),
        ("1001.5", "1001.5"),
    ],
)  # fmt: skip
def test_a_customer_id_is_read_without_what_programs_put_around_it(
    tmp_path: Path, cell: str, customer: str | None
) -> None:
    rows = rows_of(written(tmp_path, f"customer_id,phone\n{cell},5551234567\n"))
    assert [(row.phone, row.customer_id, row.code) for row in rows] == [("5551234567", customer, "")]


@pytest.mark.parametrize("cell", ["1001.0", "1.23457E+11", "1E+12"])
def test_a_customer_id_that_a_spreadsheet_has_changed_is_refused(
    tmp_path: Path, cell: str
) -> None:
    rows = rows_of(written(tmp_path, f"customer_id,phone\n{cell},5551234567\nC2,5551234568\n"))
    assert [(row.code, row.line) for row in rows] == [("bad_customer", 2), ("", 3)]
    assert cell in rows[0].text
    framed = list(bulk.rows_of([{"customer_id": cell, "phone": "5551234567"}]))
    assert [row.code for row in framed] == ["bad_customer"]


@pytest.mark.parametrize(
    "name",
    ["N° de téléphone", "Nº de teléfono", "Numer telefonu", "Telefon Numarası", "Telefonní číslo", "Τηλέφωνο",
     "טלפון", "رقم الهاتف", "联系电话", "โทรศัพท์", "Số điện thoại"],
)  # fmt: skip
def test_names_of_phone_columns_in_other_languages_are_known(tmp_path: Path, name: str) -> None:
    assert sent(tmp_path, f"{name};x\n5551234567;A\n") == ["5551234567"]
