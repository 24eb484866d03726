"""Text to ESCO skills, and what follows from skills. Pure: no web, no database, no network."""
