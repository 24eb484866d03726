"""Text to ESCO skills, and what follows from skills. Pure: no web, no database, no network."""

import os

# The engine's products of vectors are small: threads inside numpy cost twice what they give. Whoever asks for another
# number, or has loaded numpy before, keeps theirs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
