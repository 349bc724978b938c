"""The registers and logs of a programme -> their blocks.

blocks.py      all of them, in the order of the deck
logs.py        issues and changes
risks.py       the risk log
decisions.py   decisions asked for and taken
plans.py       actions, communications, costs
schedule.py    dates -> done, late or on its way
standing.py    how things stand: what the owner says, what dates and scales make of it
feedback.py    CSAT, NPS and CES with definition, n, margin, response rate
event_list.py  dated events
also_new.py    what else changed since the period before
control.py     what the documents say of themselves
"""
