import io

from exam.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_it_is_and_an_empty_line_in_the_end() -> None:
    out = Terminal()
    bar = Bar(2, out)
    bar.step()
    assert "1/2" in out.getvalue()
    bar.step()
    bar.close()
    assert out.getvalue().endswith("\r\x1b[K")


def test_nobody_else_sees_anything_and_one_file_needs_no_bar() -> None:
    for bar, out in ((Bar(2, silent := io.StringIO()), silent), (Bar(1, alone := Terminal()), alone)):
        bar.step()
        bar.close()
        assert out.getvalue() == ""
