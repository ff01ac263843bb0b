"""One file per command family: `configure` declares its arguments, what it sets as `run` does the work.

What is slow to import is imported by `run`, not by `configure`.
"""
