"""How fast the app is and how much memory it takes, beside the floor below which nothing written this way can
go.

`python -m benchmarks` measures everything; `docs/performance.md` explains the figures.
"""
