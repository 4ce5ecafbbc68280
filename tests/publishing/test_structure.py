from exam.publishing.structure import Element, Mark, place, root


def test_an_element_lies_where_it_was_first_met() -> None:
    document, group, paragraph = root(), Element("Div"), Element("P")
    place(paragraph, document)
    place(group, document)
    place(paragraph, group)
    assert document.parts == [paragraph, group]
    assert group.parts == []


def test_an_element_brings_those_that_it_belongs_to() -> None:
    document, table = root(), Element("Table")
    row = Element("TR", table)
    cells = [Element("TD", row), Element("TD", row)]
    for cell in cells:
        place(cell, document)
    assert document.parts == [table]
    assert table.parts == [row]
    assert row.parts == cells


def test_what_was_never_met_is_not_there() -> None:
    document, table = root(), Element("Table")
    row, other = Element("TR", table), Element("TR", table)
    place(Element("TD", row), document)
    assert other not in table.parts


def test_elements_are_told_in_reading_order() -> None:
    document, heading, group = root(), Element("H1"), Element("Div")
    paragraph = Element("P", group)
    for element in (heading, paragraph):
        place(element, document)
    heading.parts.append(Mark(1, 0))
    assert list(document.all()) == [document, heading, group, paragraph]
