"""The stages of a build: one module each, with the settings it reads, its files, its doit tasks.

What they stand on: `plan` (which sections there are and are made), `paths` (where files stand),
`records` (what stages leave for one another), `write`, and `running/`, which declares and runs
them.
"""
