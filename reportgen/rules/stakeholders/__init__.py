"""The stakeholder register -> map, engagement, contacts, and what to do next.

blocks.py    map, register, missing engagement, and what to say of it
adkar.py     how far each has come in a change, and the barrier point
salience.py  power, legitimacy, urgency
contacts.py  contacts planned and held, whom to talk to next and why
privacy.py   by name, initials, role or code
"""
