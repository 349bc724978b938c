"""Project and Dataset -> Report: pure calculation, no files and no clock.

Each imports from those above it only, and a test reads that:

formulas, registers, targets   what formulas say; rows of registers; a value against its target
conditions, planning           conditions of escalations; every formula bound to tables before a file is read
evaluation                     a formula over the rows -> its number in every scope
figures, plausibility          the figures of every KPI, now and before; what may be wrong all the same
setting, blocks                what every table, chart and sentence of one report needs
indicators, cases, stakeholders, programme, overview
                               the blocks of a report, by what they tell of
escalation, commentary, brief  what goes to the committee, what people wrote, what changed since the last report
assemble                       all of it -> the Report
"""
