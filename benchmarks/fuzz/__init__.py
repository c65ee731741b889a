"""Mutate an edition, build each mutant, and judge what came of it.

Run as `python -m benchmarks.fuzz --mutants 300 --seed 1`. A mutant is named by a seed and a number,
so `--only 1:217` makes it again. What fails is kept in a folder, one for each mutant, with the
edition, what the build printed, and the verdict.
"""
