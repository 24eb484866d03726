"""How the bundled model is made from the project's own data. Never imported at run time; needs torch."""
