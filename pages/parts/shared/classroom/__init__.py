"""What a class does together: its students, what they post, and what the board makes of it.

- `records.py`: what is kept, and its bounds; `names.py`: the names that students get
- `board.py`: the board and its rules; `from_json.py` reads one that others may have written
- `store.py`: keeps it in the server's memory, `redis_store.py` for several servers; `class_board.py` chooses
- `student.py`, `teacher.py`: who is who
- `posting.py`: a pair as it is posted; `inking.py`: its strokes as lines for any screen
- `answers.py`: what the class answered; `question_titles.py`: how the questions are called
- `following.py`: pages that follow the board; `words.py`: what several pages say of it
"""
