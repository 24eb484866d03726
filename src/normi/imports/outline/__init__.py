"""
The outline of a CV: which lines are headings, periods, titles and contact, in Norwegian and English.

Owns rules and tables about how people write CVs. Refuses to guess: a line that fits no rule is left as it stands.
"""
