"""Complaints and other cases -> what came in and went out, how old the open ones are, why, and whether in time.

counts.py   how many were received, closed and open, how old, why and in time
facts.py    flows and facts of a period beside those of the one before
blocks.py   all blocks of cases
charts.py   flow with backlog, causes over time
roll.py     open before + received - closed = open at the end
shares.py   how old the open ones are, and why those of the period came
parts.py    a whole in parts -> rows and bars
listing.py  the list of cases for workbooks
"""
