"""What a class does together: its students, what they post, and what the board makes of it.

`records.py` says what is kept and within which bounds, `store.py` keeps it in the server's memory, and
`redis_store.py` for several servers together.
"""
