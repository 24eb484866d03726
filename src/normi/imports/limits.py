"""
How much of a file we take. One table: what is larger is refused, or cut with a word about it, never in silence.

The memory and time of the worker are as much a limit as the size of the file: most hostile files are small.
"""

from typing import Final

MEGABYTE: Final = 1024 * 1024

LARGEST_FILE: Final = 10 * MEGABYTE
MOST_PAGES: Final = 200
"""Pages of a PDF."""
MOST_MEMBERS: Final = 200
"""Files in a ZIP archive, or parts of a Word document, which is one."""
HIGHEST_RATIO: Final = 100
"""How many times larger a packed file may become."""
LARGEST_UNPACKED: Final = 50 * MEGABYTE
SMALL_UNPACKED: Final = MEGABYTE
"""Below this a high ratio harms nobody: an almost empty table packs very well."""
LARGEST_WORDS: Final = 10 * MEGABYTE
"""The part of a Word document that holds its words. In memory it grows about twenty times."""
MOST_CHARACTERS: Final = 200_000
"""Of a text that are looked through for entries: some sixty pages."""
MOST_ENTRIES: Final = 150
"""Entries of one kind, such as jobs. Many more than a life holds, few enough to look through."""
LONGEST_TEXT: Final = 20_000
"""Characters that are read for skills; the same as settings.LONGEST_TEXT, which the worker cannot see."""

WORKER_MEMORY: Final = 512 * MEGABYTE
WORKER_SECONDS: Final = 20
WORKERS_AT_ONCE: Final = 2
SECONDS_IN_LINE: Final = 8
LARGEST_ANSWER: Final = 24 * MEGABYTE
"""What the worker may send back: an own file with a picture grows by a third on the way."""
