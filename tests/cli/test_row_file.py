from exam.cli.row_file import RowFile
from exam.cli.verdicts import Row

ROWS: list[Row] = [{"path": f"{number}\udcff\n.pdf", "codes": [{"code": "x", "arguments": {}}]} for number in range(3)]


def test_rows_come_back_as_often_as_they_are_asked_for_and_as_they_were() -> None:
    with RowFile(iter(ROWS)) as rows:
        assert (len(rows), list(rows), list(rows)) == (3, ROWS, ROWS)


def test_two_readers_do_not_disturb_each_other() -> None:
    with RowFile(ROWS) as rows:
        assert [(one["path"], other["path"]) for one in rows for other in rows] == [
            (one["path"], other["path"]) for one in ROWS for other in ROWS
        ]


def test_no_rows_are_no_rows() -> None:
    with RowFile([]) as rows:
        assert (len(rows), list(rows)) == (0, [])
