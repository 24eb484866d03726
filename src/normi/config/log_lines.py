"""
Keeps keys out of the log: an address that ends in a secret, such as a shared report's, is a key for whoever reads it.

Django writes the path of a request that was refused. Anything long in it that looks like a key is taken out.
"""

import logging
import re

KEY = re.compile(r"(?<=/)[\w:.%-]{20,}(?=[/?\s'\"]|$)")
HIDDEN = "…"


class HideKeys(logging.Filter):
    """A filter for every handler: what is written has no keys in its addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_keys(record.getMessage()), ()
        return True


def without_keys(line: str) -> str:
    """
    The line with a mark in place of every long part of an address.

    >>> without_keys("Not Found: /rapport/delt/cDB2wRiOhw47y3xHWKu2DsJSXkgG98j2Oc6lSF7udBI/pdf")
    'Not Found: /rapport/delt/…/pdf'
    """
    return KEY.sub(HIDDEN, line)
