"""The scripts that make the workbooks of the invented sample projects."""
