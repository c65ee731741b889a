"""Define the stages of a build: a module for each, with its settings, its files, its doit tasks.

They use `plan` (the sections of the edition, written and made), `paths` (the place of each file),
`records` (the values that stages pass on in files), `write`, and `running/`, which declares stages
and runs them.
"""
