"""Project -> Plan: everything that is decided before a file is read.

plan.py        every formula bound to tables and columns, every target to periods; all errors at once
expansion.py   what only shows when a formula's references to other KPIs are followed
"""
