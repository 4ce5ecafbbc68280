"""Fills in workbooks through LibreOffice's own interface, run by the Python that has its module: a stranger's client.

`python3 office_client.py ORDER`: a JSON list of files, each with what is typed into its cells, as a person would type.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.awt import Rectangle
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FORMAT = "Calc MS Excel 2007 XML"
OOXML = 3
"""How formulas are spelt in the order; LibreOffice turns them into its own."""


def desktop(pipe: str) -> Any:  # noqa: ANN401 - UNO has no types
    """Return the running office, waiting until it runs."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(600):
        try:
            found = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return found.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", found)
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit(1)


def fill(document: Any, order: dict[str, Any]) -> None:  # noqa: ANN401 - UNO has no types
    """Type what stands in the order, and insert its chart."""
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.FormulaConvention, parser.CompileEnglish = OOXML, True
    for place, value in order["cells"].items():
        sheet, _, name = place.partition("!")
        cell = document.Sheets.getByName(sheet).getCellRangeByName(name)
        if isinstance(value, str) and value.startswith("="):
            cell.setTokens(parser.parseFormula(value[1:], cell.CellAddress))
        elif isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)
    if order["deleted"]:
        table = document.Sheets.getByName("Data")
        table.unprotect("")  # which has no password; nothing can be deleted before
        table.Rows.removeByIndex(*order["deleted"])
    if order["chart"]:
        answers = document.Sheets.getByName("Reseni")
        shown = document.Sheets.getByName(order["chart"]).getCellRangeByName("D1:D40")
        answers.Charts.addNewByName("graf", Rectangle(15000, 1000, 8000, 6000), (shown.RangeAddress,), True, False)  # noqa: FBT003 - UNO takes no names


def main() -> None:
    """Open, fill in, save each."""
    order = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    office = desktop(order["pipe"])
    for entry in order["files"]:
        hidden = PropertyValue("Hidden", 0, True, 0)  # noqa: FBT003 - UNO takes no names
        document = office.loadComponentFromURL(entry["given"], "_blank", 0, (hidden,))
        fill(document, entry)
        document.calculateAll()
        document.storeToURL(entry["saved"], (PropertyValue("FilterName", 0, FORMAT, 0),))
        document.close(True)  # noqa: FBT003 - UNO takes no names
    office.terminate()


if __name__ == "__main__":
    main()
