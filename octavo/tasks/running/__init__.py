"""How a stage is declared and run, when it is up to date, and how a run goes."""
