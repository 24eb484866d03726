"""
One module for each kind of file: bytes in, what was found out. `read` picks the module by what the bytes hold.

Readers run in the worker, without a database, without settings and without network. They raise Refused with advice.
"""
