import pytest

from platforms.importers import cells


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0", 0), ("1938", 1938), ("1,938", 1938), ("1 938", 1938), ("12,345,678", 12345678),
        ("1938.0", 1938), ("-28", -28), ("−28", -28), ("１９３８", 1938), ("１，９３８", 1938),
        ("1.2K", 1200), ("3.4萬", 34000), ("3.4 萬", 34000), ("1.5億", 150_000_000), ("2M", 2_000_000),
        (" 7 ", 7), ("7\u200b", 7), ("+3", 3), ("1,23,456", 123456),
        ("9999999999999999", 10**16 - 1),
        ("", None), ("-", None), ("--", None), ("—", None), ("NAN", None), ("undefined", None),
        ("N/A", None), ("不適用", None), ("\u00a0", None),
    ],
)  # fmt: skip
def test_counts(cell, number):
    assert cells.count(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "abc", "1.5", "12,34", "1,5", "1.938,5", "5%", "=1+1", "1e5", "1.08E+15", "3月4日", "3.апр",
        "9223372036854775808", "9" * 5000, "< 1", "1.2345K", "½", "٣", "1 2", "--5", "0x10", "inf",
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused(cell):
    with pytest.raises(cells.NotANumber):
        cells.count(cell)


def test_decimals_are_exact():
    assert cells.milliseconds("96808.007") == 96_808_007
    assert cells.milliseconds("1183689.3666", 3_600_000) == 4_261_281_719_760
    assert cells.milliseconds("0:13:29") == 809_000
    assert cells.milliseconds("4:34") == 274_000
    assert cells.micros("0.024") == 24_000
    assert cells.micros("NT$1,200.5") == 1_200_500_000
    assert cells.share("10.6") == 106_000
    assert cells.share("2.5%") == 25_000
    assert cells.share("") is None


def test_extras_keep_numbers_as_numbers_and_ids_as_text():
    assert cells.extra_value("58") == 58
    assert cells.extra_value("6.312") == 6.312
    assert cells.extra_value("007") == "007"
    assert cells.extra_value("17974697564884257") == "17974697564884257"
    assert cells.extra_value("0:01:10") == "0:01:10"
    assert cells.extra_value("N/A") is None
