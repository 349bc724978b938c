"""Conditions over KPIs, logs and stakeholders -> what is put before the committee: raised, still open, cleared.

things.py   rows of registers and logs as conditions see them, at the end of a day
watch.py    a rule over time: what met it when
states.py   raised, still open, cleared against the last period
blocks.py   the table and the sentences of the documents
"""
