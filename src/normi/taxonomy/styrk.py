"""
STYRK-08, the Norwegian edition of ISCO-08: which Norwegian codes belong to an international one.

STYRK-08 keeps ISCO's codes except for those below, which it does not use, or splits. Source: Statistics Norway,
Standard for yrkesklassifisering (STYRK-08).
"""

UNIT_GROUP = 4
# ISCO code: the STYRK codes instead. Empty where Norway has no group of its own for it.
DIFFERENT = {
    "2221": ("2221", "2223"),  # specialist nurses, nurses
    **dict.fromkeys(
        ("1113", "2230", "2240", "3111", "3221", "3222", "3252", "3253", "3255", "3314", "3344", "3435"), ()
    ),
    **dict.fromkeys(
        ("4120", "4414", "4419", "5162", "5412", "6223", "6310", "6320", "6330", "6340", "7111", "7516"), ()
    ),
    **dict.fromkeys(("7521", "7523", "7533", "8321", "9121", "9332", "9411", "9520", "9624"), ()),
}


def styrk_codes(isco: str) -> tuple[str, ...]:
    """The STYRK-08 unit groups for an ISCO-08 code of four digits; none for other codes."""
    return DIFFERENT.get(isco, (isco,)) if len(isco) == UNIT_GROUP else ()
