from pathlib import Path

from exam.cli.archive_pool import fault, judge
from exam.cli.verify_pool import CRASHED, Trial, judged


def test_a_file_of_the_archive_is_judged_in_a_process_and_none_of_its_codes_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"no record")
    (found,) = judged([path], (), 1, Trial(judge, fault))
    assert (found.verdict, found.record) == ("RETURN", None)
    assert found.codes == judge(path, ()).codes


def test_a_file_that_broke_its_process_is_to_be_returned(tmp_path: Path) -> None:
    found = fault(tmp_path / "blob", CRASHED)
    assert (found.verdict, [code.code for code in found.codes]) == ("RETURN", [CRASHED])
