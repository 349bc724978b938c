"""openxml-audit beside the package check: what it says of good files, and that it sees what only a schema sees."""

from __future__ import annotations

from tests.office_files import edited, plain_report
from tests.quality.audit import audit, new_findings


def test_charts_in_a_report_bring_no_finding_that_a_plain_report_lacks(tmp_path, good_report):
    report, plain = tmp_path / "status.docx", tmp_path / "plain.docx"
    report.write_bytes(good_report)
    plain.write_bytes(plain_report())
    assert not new_findings(report, plain)


def test_a_fault_in_a_workbook_is_a_new_finding_beyond_the_good_one(tmp_path, good_annex):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(good_annex)
    assert not audit(good)
    bad.write_bytes(edited(good_annex, "xl/worksheets/sheet1.xml", "<sheetData>", "<unknown/><sheetData>"))
    assert {part for _, part, _ in new_findings(bad, good)} == {"/xl/worksheets/sheet#.xml"}
