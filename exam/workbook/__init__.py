"""Workbooks that are handed out and handed in; the only home of openpyxl, which is loaded when a file is touched."""

from exam.workbook.adapter import XlsxWorkbooks

__all__ = ["XlsxWorkbooks"]
